import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { standardLabels } from "../../labels";
import type { Manifest } from "../../manifest";
import type { BuildContext } from "../../provider";
import type { ContainerSpec, Mount } from "../container-spec";
import { buildService } from "../swarm/build-service";
import { swarmFacts } from "../swarm/facts";
import { containerBody } from "./container-body";
import { mountsOf } from "./mounts";
import { askedHostAccess, checkDockerSafety } from "./safety";

/** Where the workspace's own volume is mounted unless the document mounts something there (product, section 6). */
export const dataPath = "/home/src";

/**
 * The volume and the container (in a swarm: the service and its secret) that a resolved document becomes. Networks named in the document exist
 * already: they are referred to, never made. Throws `document/invalid` for what cannot be a container, `policy/denied` for what may not be one.
 */
export function buildDocker(resolved: JsonObject, context: BuildContext): readonly Manifest[] {
  const container = isObject(resolved.container_config) ? resolved.container_config : {};
  const given = mountsOf(container.volumes);
  const ownsVolume = !given.some((mount) => mount.target === dataPath);
  const own: Mount = { type: "volume", source: context.names.data, target: dataPath, read_only: false };
  const body: ContainerSpec & JsonObject = {
    ...askedHostAccess(container),
    ...containerBody(resolved, container, context),
    mounts: ownsVolume ? [...given, own].sort((a, b) => (a.target < b.target ? -1 : 1)) : given,
  };
  const volume: Manifest = {
    kind: "Volume",
    name: context.names.data,
    body: { driver: "local", driver_opts: {}, labels: standardLabels(context.workspace) },
  };
  const swarm = swarmFacts(context.facts);
  const manifests = [
    ...(ownsVolume ? [volume] : []),
    ...(swarm ? buildService(body, container, context, swarm) : [containerOf(body, container, context)]),
  ];
  checkDockerSafety(manifests, { ...safetyFacts(context.facts), ownVolume: context.names.data });
  return manifests;
}

function containerOf(body: ContainerSpec & JsonObject, container: JsonObject, { names }: BuildContext): Manifest {
  for (const key of ["nodeSelector", "placement"])
    if (isAsked(container[key])) throw new PortalError("document/invalid", say("config/only-swarm", { key }));
  return { kind: "Container", name: names.main, body };
}

const isAsked = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && !(isObject(value) && Object.keys(value).length === 0);

/** The cluster's facts (server/facts.ts) as far as the safety check needs them. Absent facts mean that nothing is open. */
export function safetyFacts(facts: JsonObject): {
  readonly bindRoots: readonly string[];
  readonly sockets: readonly string[];
} {
  const list = (value: Json | undefined) =>
    Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  return { bindRoots: list(facts.bind_roots), sockets: list(facts.sockets) };
}
