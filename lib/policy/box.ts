import type { Manifest } from "@/lib/provisioning/manifest";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { isAsked, located, textList } from "./pod";

/** One container of a Docker engine, or one local process, in the words in which rules ask. */
export type Box = {
  /** Where it stands; paths of faults begin so. */
  readonly path: string;
  /** Keys as written: `privileged`, `cap_add`, `devices`, `network_mode`, … */
  readonly asked: JsonObject;
  /** Paths of the engine's machine that it mounts, volume driver options included. */
  readonly binds: readonly { readonly path: string; readonly source: string }[];
  readonly networks: readonly string[];
  /** It asks for a port of the engine's machine. */
  readonly publishes: boolean;
  readonly user: Json | undefined;
  /** Undefined for a process, which has none. */
  readonly image: Json | undefined;
  /** In Kubernetes' form. */
  readonly resources: JsonObject;
};

const path = "container_config";

/** The container that a Docker `container_config` describes, before anything is built from it. */
export function boxOfConfig(config: JsonObject): Box {
  const volumes: readonly (readonly [string, string])[] = isObject(config.volumes)
    ? Object.entries(config.volumes).flatMap(([source, target]) => (target === null ? [] : [[source, source] as const]))
    : textList(config.volumes).map((text) => [text, text.split(":")[0] ?? ""] as const);
  return {
    path,
    asked: config,
    binds: volumes
      .filter(([, source]) => source.startsWith("/"))
      .map(([key, source]) => ({ path: `${path}.volumes[${JSON.stringify(key)}]`, source })),
    networks: isObject(config.networks) ? Object.keys(config.networks) : textList(config.networks),
    publishes: isObject(config.ports) ? Object.keys(config.ports).length > 0 : isAsked(config.ports),
    user: config.user,
    image: config.image,
    resources: withDevices(isObject(config.resources) ? config.resources : {}, config.gpus),
  };
}

/** The same of a built container; a volume's driver options can bind the machine's folders too. */
export function boxOfContainer(manifest: Manifest, all: readonly Manifest[]): Box {
  const { body } = manifest;
  const options = all.flatMap((other) => {
    const device = other.kind === "Volume" && isObject(other.body.driver_opts) ? other.body.driver_opts.device : null;
    return typeof device === "string" && device.startsWith("/")
      ? [{ path: `Volume ${other.name}.driver_opts.device`, source: device }]
      : [];
  });
  const binds = located(body.mounts, `${path}.volumes`)
    .filter(({ value }) => value.type === "bind")
    .map(({ value }) => ({ path: `${path}.volumes[${JSON.stringify(value.source)}]`, source: String(value.source) }));
  return {
    path,
    asked: body,
    binds: [...binds, ...options],
    networks: textList(body.networks),
    // Where the portal cannot reach containers it publishes their port itself, at a port that the engine chooses.
    publishes: located(body.ports, "").some(({ value }) => isAsked(value.host)),
    user: body.user,
    image: body.image,
    resources: withDevices(builtResources(body.resources), body.gpus),
  };
}

/** A local process: of all rules only those about resources have a meaning for it. */
export function boxOfProcess(manifest: Manifest): Box {
  const limits = isObject(manifest.body.limits) ? manifest.body.limits : {};
  const known = { path, asked: {}, binds: [], networks: [], publishes: false, user: undefined, image: undefined };
  return { ...known, resources: { limits: present({ cpu: limits.cpu, memory: limits.memory }) } };
}

const present = (values: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined || value === null ? [] : [[key, value]])),
  );

function builtResources(value: Json | undefined): JsonObject {
  if (!isObject(value)) return {};
  const { nano_cpus: nano, memory, memory_reservation: reservation } = value;
  return {
    limits: present({ cpu: typeof nano === "number" ? `${nano}n` : null, memory }),
    requests: present({ memory: reservation }),
  };
}

/** `gpus` counts as the resource that Kubernetes would know it by; `all` is no number and so never within a maximum. */
function withDevices(resources: JsonObject, gpus: Json | undefined): JsonObject {
  if (!isAsked(gpus) || gpus === undefined) return resources;
  const limits = isObject(resources.limits) ? resources.limits : {};
  return { ...resources, limits: { ...limits, "nvidia.com/gpu": gpus === -1 || gpus === true ? "all" : gpus } };
}
