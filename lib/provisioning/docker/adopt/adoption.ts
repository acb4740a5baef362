import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { mergeThree } from "@/lib/shared/merge-three";
import type { Adoption, FoundWorkload, KeepFormInput } from "../../adoption";
import type { Manifest } from "../../manifest";
import { containerSpec, type ContainerSpec } from "../container-spec";
import { bytes, mountKey } from "../diff-rules";

const specOf = ({ objects }: FoundWorkload): ContainerSpec | null => {
  const container = objects.find(({ kind }) => kind === "Container");
  return container ? containerSpec(container.body) : null;
};

const probeOf = ({ objects }: FoundWorkload): { readonly port: number; readonly path: string } => {
  const port = objects[0]?.body.port;
  return { port: typeof port === "number" ? port : 6789, path: "/" };
};

/** The document that says what runs: what the image says by itself is left to it. */
function readDocument(workload: FoundWorkload): JsonObject {
  const spec = specOf(workload);
  if (!spec) return {};
  const { nano_cpus: cpus, memory } = spec.resources;
  const limits: JsonObject = {
    ...(cpus === null ? {} : { cpu: String(cpus / 1e9) }),
    ...(memory === null ? {} : { memory: bytes(memory) }),
  };
  const { port } = probeOf(workload);
  const optional: Readonly<Record<string, Json | null>> = {
    entrypoint: spec.entrypoint,
    command: spec.command,
    user: spec.user,
    working_dir: spec.working_dir,
    environment: Object.keys(spec.env).length > 0 ? spec.env : null,
    volumes: spec.mounts.length > 0 ? Object.fromEntries(spec.mounts.map(volumeEntry)) : null,
    ports: spec.ports.length > 0 ? spec.ports.map(portText) : null,
    networks: spec.networks,
    shm_size: spec.shm_size,
    gpus: spec.gpus,
    resources: Object.keys(limits).length > 0 ? { limits } : null,
  };
  const entries = Object.entries(optional).filter(([, value]) => value !== null);
  return {
    container_config: { image: spec.image, ...Object.fromEntries(entries) },
    ...(port === 6789 ? {} : { port }),
  };
}

const volumeEntry = ({ source, target, read_only }: ContainerSpec["mounts"][number]): readonly [string, JsonObject] => [
  source,
  { bind: target, mode: read_only ? "ro" : "rw" },
];

/** An empty address is every address; a host port of 0 is any free one. */
const portText = ({ container, address, host }: ContainerSpec["ports"][number]): string =>
  `${address === "" ? "0.0.0.0" : address}:${host === 0 ? "" : host}:${container}`;

/** Its own fields, in which what changed since is changed. Labels are Berth's: which of them count is decided where it is compared. */
function keepForm({ built, base, found }: KeepFormInput): readonly Manifest[] {
  const container = found.find(({ kind }) => kind === "Container");
  if (!container) return built;
  return built
    .flatMap((manifest): readonly Manifest[] => {
      if (manifest.kind === "Volume") return [];
      if (manifest.kind !== "Container") return [manifest];
      const before = base.find(({ kind }) => kind === "Container");
      const { labels, running } = manifest.body;
      const merged = mergeThree(before?.body, manifest.body, fieldsOf(container.body), mountKey);
      const own = isObject(container.body.labels) ? container.body.labels : {};
      const all = { ...own, ...(isObject(labels) ? labels : {}) };
      const body = { ...(isObject(merged) ? merged : {}), labels: all, running: running ?? true };
      return [{ kind: "Container", name: container.name, body }];
    })
    .concat(found.filter(({ kind }) => kind === "Volume"));
}

/** What only a look at a container has. */
const lookFields: ReadonlySet<string> = new Set(["engine", "foreign", "probe", "port"]);

const fieldsOf = (body: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([key]) => !lookFields.has(key)));

export const dockerAdoption: Adoption = {
  read: readDocument,
  names: (workload, made) => {
    const volume = workload.objects.find(({ kind }) => kind === "Volume");
    return {
      main: workload.name,
      data: volume?.name ?? made.data,
      env: made.env,
      adopted: [`Container/${workload.uid}`, ...(volume ? [`Volume/${volume.name}`] : [])],
      probe: probeOf(workload),
    };
  },
  keepForm,
};
