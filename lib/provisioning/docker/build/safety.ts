import { PortalError, type Fault } from "@/lib/shared/errors";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../../manifest";
import { isWithin, normalPath } from "./paths";

export type SafetyContext = {
  /** Host folders whose contents may be mounted: `BERTH_DOCKER_BIND_ROOTS` or the cluster's `bind_roots`. None by default. */
  readonly bindRoots: readonly string[];
  /** Further paths of the engine's socket; the usual ones are always known. */
  readonly sockets?: readonly string[];
  /** Name of the workspace's own volume, the only one beginning with `berth-` that it may mount. */
  readonly ownVolume?: string;
};

const usualSockets = [
  "/var/run/docker.sock",
  "/run/docker.sock",
  "/run/containerd/containerd.sock",
  "/run/podman/podman.sock",
];

/** Keys that would give a container rights over the engine's machine, in Docker's, Compose's and Kubernetes' spelling, with the reason. */
const hostAccess = {
  privileged: "a privileged container owns the engine's machine",
  network_mode: "a container may not join the network of the machine or of another container",
  pid_mode: "a container may not see the machine's processes",
  pid: "a container may not see the machine's processes",
  ipc_mode: "a container may not share the machine's memory segments",
  ipc: "a container may not share the machine's memory segments",
  uts_mode: "a container may not share the machine's host name",
  uts: "a container may not share the machine's host name",
  userns_mode: "a container may not leave the engine's user namespace",
  cgroupns_mode: "a container may not see the machine's cgroups",
  cgroup_parent: "a container may not leave the engine's cgroup",
  devices: "devices of the machine may not be passed through",
  device_cgroup_rules: "devices of the machine may not be opened",
  device_requests: "devices of the machine may not be passed through; GPUs are asked for with gpus",
  cap_add: "further capabilities may not be added",
  security_opt: "the engine's protections may not be changed",
  sysctls: "kernel settings may not be changed",
  volumes_from: "volumes of other containers may not be mounted",
  securityContext: "it has no meaning on Docker, and its protections cannot be lowered",
  hostNetwork: "a container may not join the machine's network",
  hostPID: "a container may not see the machine's processes",
  hostIPC: "a container may not share the machine's memory segments",
} as const satisfies Record<string, string>;

/** What a document asks for of `hostAccess`, kept in the manifest only so that the check below sees it: nothing passes it to the engine. */
export function askedHostAccess(container: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.keys(hostAccess).flatMap((key) => {
      const value = container[key];
      return isAsked(value) ? [[key, value]] : [];
    }),
  );
}

const isAsked = (value: Json | undefined): value is Json =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  value !== "" &&
  !(Array.isArray(value) && value.length === 0);

/**
 * Safe by default (product, section 3): throws `policy/denied` with a fault for everything that would let a workspace out of its container.
 * Runs on built manifests, so it does not matter how the request came in.
 */
export function checkDockerSafety(manifests: readonly Manifest[], context: SafetyContext): void {
  const faults = manifests.flatMap((manifest) =>
    manifest.kind === "Container"
      ? containerFaults(manifest.body, context)
      : manifest.kind === "Volume"
        ? volumeFaults(manifest, context)
        : [],
  );
  if (faults.length === 0) return;
  const text = faults.map((fault) => `${fault.path}: ${fault.message}`).join("; ");
  throw new PortalError("policy/denied", `This engine does not allow it. ${text}`, { faults });
}

function containerFaults(body: JsonObject, context: SafetyContext): readonly Fault[] {
  const access = Object.entries(hostAccess).flatMap(([key, reason]) =>
    isAsked(body[key]) ? [fault(`container_config.${key}`, reason)] : [],
  );
  const networks = textList(body.networks).flatMap((name) =>
    name === "host" || name === "none" || name.startsWith("container:")
      ? [
          fault(
            "container_config.networks",
            name === "none" ? "without a network nobody can open the workspace" : hostAccess.network_mode,
          ),
        ]
      : [],
  );
  const mounts = (Array.isArray(body.mounts) ? body.mounts : [])
    .filter(isObject)
    .flatMap((mount) => mountFaults(mount, context));
  return [...access, ...networks, ...mounts];
}

function mountFaults(mount: JsonObject, context: SafetyContext): readonly Fault[] {
  const source = String(mount.source);
  const path = `container_config.volumes["${source}"]`;
  if (mount.type === "volume") {
    return source.startsWith("berth-") && source !== context.ownVolume
      ? [fault(path, "names that begin with berth- belong to workspaces; a workspace mounts its own volume only")]
      : [];
  }
  if (mount.type !== "bind") return [fault(path, `mounts of type ${String(mount.type)} are not allowed`)];
  const reason = bindRefusal(source, context);
  return reason === null ? [] : [fault(path, reason)];
}

/** `local` volumes are `mount(8)` calls of the engine: with `o: bind` or a file system of a device they reach every path. */
function volumeFaults(manifest: Manifest, context: SafetyContext): readonly Fault[] {
  const path = `volume ${manifest.name}`;
  const { driver, driver_opts: options } = manifest.body;
  if (!isObject(options) || Object.keys(options).length === 0) return [];
  if (driver !== "local" && driver !== undefined) return [];
  const type = String(options.type ?? "");
  const device = typeof options.device === "string" ? options.device : "";
  if (type === "tmpfs" && device === "tmpfs") return [];
  if (type.startsWith("nfs") && device.startsWith(":")) return [];
  const reason = device.startsWith("/")
    ? bindRefusal(device, context)
    : "driver options that mount something of the machine are not allowed";
  return reason === null ? [] : [fault(`${path}, driver_opts`, reason)];
}

/** Why this host path may not be mounted; null when it may. */
export function bindRefusal(source: string, context: SafetyContext): string | null {
  if (!source.startsWith("/")) return `${source} is not an absolute path`;
  const path = normalPath(source);
  const socket = [...usualSockets, ...(context.sockets ?? [])].map(normalPath).find((known) => isWithin(known, path));
  if (socket !== undefined)
    return `${path} is or contains the engine's own socket (${socket}), which would give its whole machine away`;
  const roots = context.bindRoots.map(normalPath);
  if (roots.some((root) => isWithin(path, root))) return null;
  return roots.length === 0
    ? `${path} is on the engine's machine, and no folder of it is open to workspaces (BERTH_DOCKER_BIND_ROOTS)`
    : `${path} lies outside the folders that are open to workspaces: ${roots.join(", ")} (BERTH_DOCKER_BIND_ROOTS)`;
}

const fault = (path: string, message: string): Fault => ({ path, message, rule: "docker-safety" });

const textList = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
