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
    ...(swarm
      ? buildService(body, container, context, swarm)
      : [{ kind: "Container", name: context.names.main, body }]),
  ];
  checkDockerSafety(manifests, { ...safetyFacts(context.facts), ownVolume: context.names.data });
  return manifests;
}

/** The cluster's facts (server/facts.ts) as far as the safety check needs them. Absent facts mean that nothing is open. */
export function safetyFacts(facts: JsonObject): {
  readonly bindRoots: readonly string[];
  readonly sockets: readonly string[];
} {
  const list = (value: Json | undefined) =>
    Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  return { bindRoots: list(facts.bind_roots), sockets: list(facts.sockets) };
}
