import { say, type PlainCode, type Said } from "@/lib/i18n/say";
import { faultError, PortalError, type Fault } from "@/lib/shared/errors";
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
  privileged: "safety/privileged",
  network_mode: "safety/network",
  pid_mode: "safety/processes",
  pid: "safety/processes",
  ipc_mode: "safety/shared-memory",
  ipc: "safety/shared-memory",
  uts_mode: "safety/host-name",
  uts: "safety/host-name",
  userns_mode: "safety/user-namespace",
  cgroupns_mode: "safety/control-groups",
  cgroup_parent: "safety/control-group-parent",
  devices: "safety/devices",
  device_cgroup_rules: "safety/devices-opened",
  device_requests: "safety/device-requests",
  cap_add: "safety/capabilities",
  security_opt: "safety/protections",
  sysctls: "safety/kernel",
  volumes_from: "safety/foreign-volumes",
  securityContext: "safety/security-context",
  hostNetwork: "safety/machine-network",
  hostPID: "safety/processes",
  hostIPC: "safety/shared-memory",
} as const satisfies Record<string, PlainCode>;

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
    manifest.kind === "Container" || manifest.kind === "Service"
      ? containerFaults(manifest.body, context)
      : manifest.kind === "Volume"
        ? volumeFaults(manifest, context)
        : [],
  );
  const [first, ...more] = faults;
  if (!first) return;
  const error = faultError("policy/denied", first, ...more);
  throw new PortalError("policy/denied", say("safety/refused", { fault: error }), { faults });
}

function containerFaults(body: JsonObject, context: SafetyContext): readonly Fault[] {
  const access = Object.entries(hostAccess).flatMap(([key, reason]) =>
    isAsked(body[key]) ? [fault(`container_config.${key}`, say(reason))] : [],
  );
  const networks = textList(body.networks).flatMap((name) =>
    name === "host" || name === "none" || name.startsWith("container:")
      ? [fault("container_config.networks", say(name === "none" ? "safety/no-network" : hostAccess.network_mode))]
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
      ? [fault(path, say("safety/workspace-volume"))]
      : [];
  }
  if (mount.type !== "bind") return [fault(path, say("safety/mount-type", { type: String(mount.type) }))];
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
  const reason = device.startsWith("/") ? bindRefusal(device, context) : say("safety/driver-options");
  return reason === null ? [] : [fault(`${path}, driver_opts`, reason)];
}

/** Why this host path may not be mounted; null when it may. */
export function bindRefusal(source: string, context: SafetyContext): Said | null {
  if (!source.startsWith("/")) return say("safety/not-absolute", { source });
  const path = normalPath(source);
  const socket = [...usualSockets, ...(context.sockets ?? [])].map(normalPath).find((known) => isWithin(known, path));
  if (socket !== undefined) return say("safety/engine-socket", { path, socket });
  const roots = context.bindRoots.map(normalPath);
  if (roots.some((root) => isWithin(path, root))) return null;
  return roots.length === 0
    ? say("safety/no-folder-open", { path })
    : say("safety/outside", { path, roots: roots.join(", ") });
}

const fault = (path: string, said: Said): Fault => ({ path, ...said, rule: "docker-safety" });

const textList = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
