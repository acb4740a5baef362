import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { getIn, type JsonObject } from "@/lib/shared/json";
import { parseQuantity, quantityToNumber } from "@/lib/shared/quantity";
import { standardLabels } from "../../labels";
import type { Manifest } from "../../manifest";
import type { BuildContext } from "../../provider";
import type { ContainerSpec, PublishedPort } from "../container-spec";
import { dockerLabels, sharedNetwork, swarmNetwork } from "../labels";
import type { SwarmFacts } from "./facts";
import { constraintsOf } from "./placement";
import { isExportable, secretName } from "./secret-file";
import type { ServiceSpec } from "./service-spec";

/** The service, and its secret where variables are secret, of the container that an engine alone would run. */
export function buildService(
  body: ContainerSpec & JsonObject,
  container: JsonObject,
  context: BuildContext,
  swarm: SwarmFacts,
): readonly Manifest[] {
  const { names, workspace } = context;
  if (body.gpus === -1) throw new PortalError("document/invalid", say("config/gpus-counted"));
  const hidden = Object.entries(body.env).filter(([name]) => body.secret_env.includes(name) && isExportable(name));
  const data = Object.fromEntries(hidden);
  const secret = hidden.length > 0 ? secretName(names.main, data) : null;
  const asked = constraintsOf(container);
  const spec: ServiceSpec & JsonObject = {
    ...body,
    env: Object.fromEntries(Object.entries(body.env).filter(([name]) => !Object.hasOwn(data, name))),
    networks: [...body.networks.filter((name) => name !== sharedNetwork), swarmNetwork].sort(),
    ports: body.ports.map(everywhere),
    // Swarm has a counter of its own for restarts.
    labels: Object.fromEntries(Object.entries(body.labels).filter(([key]) => key !== dockerLabels.restarts)),
    // Volumes are of one node: without a word about it a workspace stays where its files are, and where the gateway reaches it.
    constraints: asked.length > 0 ? asked : [`node.id==${swarm.node}`],
    secret,
    restarts: workspace.restarts,
    cpu_reservation: cpuReservation(container),
  };
  return [
    ...(secret === null ? [] : [{ kind: "Secret", name: secret, body: { labels: standardLabels(workspace), data } }]),
    { kind: "Service", name: names.main, body: spec },
  ];
}

/** Swarm publishes a port of a node on all of its addresses; what asks for less must not get more. */
function everywhere(port: PublishedPort): PublishedPort {
  if (port.address === "0.0.0.0") return port;
  throw new PortalError("document/invalid", say("config/swarm-port", { port: port.container.split("/")[0] ?? "" }));
}

function cpuReservation(container: JsonObject): number | null {
  const value = getIn(container, ["resources", "requests", "cpu"]);
  const quantity = typeof value === "string" || typeof value === "number" ? parseQuantity(String(value)) : null;
  const nano = quantity ? Math.round(quantityToNumber(quantity) * 1e9) : 0;
  return nano > 0 ? nano : null;
}
