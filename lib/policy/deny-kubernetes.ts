import type { Fault } from "@/lib/shared/errors";
import { isObject, type JsonObject } from "@/lib/shared/json";
import { located, type Located, type Pod } from "./pod";
import type { DenyRule } from "./policy";

type Check = (pod: Pod) => readonly Fault[];

const fault = (rule: DenyRule, path: string, message: string): Fault => ({ path, message, rule: `deny.${rule}` });

const security = (place: Located): JsonObject =>
  isObject(place.value.securityContext) ? place.value.securityContext : {};

const perContainer =
  (
    rule: DenyRule,
    broken: (container: JsonObject, context: JsonObject) => boolean,
    key: string,
    message: string,
  ): Check =>
  (pod) =>
    pod.containers
      .filter((container) => broken(container.value, security(container)))
      .map((container) => fault(rule, `${container.path}.${key}`, message));

const perPod =
  (rule: DenyRule, key: string, message: string): Check =>
  (pod) =>
    pod.value[key] === true ? [fault(rule, `${pod.path}.${key}`, message)] : [];

const perVolume =
  (rule: DenyRule, broken: (volume: JsonObject) => boolean, message: string): Check =>
  (pod) =>
    located(pod.value.volumes, `${pod.path}.volumes`)
      .filter((volume) => broken(volume.value))
      .map((volume) => fault(rule, volume.path, message));

/** Also `hostPath` volumes above it: `/`, `/var`, `/var/run` contain the socket. */
function holdsEngineSocket(path: unknown): boolean {
  if (typeof path !== "string") return false;
  const clean = `/${path.split("/").filter(Boolean).join("/")}`;
  return ["/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock"].some(
    (socket) => socket === clean || socket.startsWith(clean === "/" ? "/" : `${clean}/`),
  );
}

const capabilities = (context: JsonObject): readonly unknown[] =>
  isObject(context.capabilities) && Array.isArray(context.capabilities.add) ? context.capabilities.add : [];

const hasHostPorts = (container: JsonObject): boolean =>
  located(container.ports, "").some(({ value }) => (value.hostPort ?? 0) !== 0);

function runsAsRoot(pod: Pod): readonly Fault[] {
  const message =
    "Running as root (user 0) is not allowed; set securityContext.runAsNonRoot: true or another runAsUser.";
  const outer = security(pod);
  return pod.containers.flatMap((container) => {
    const own = security(container);
    const user = own.runAsUser ?? outer.runAsUser;
    const nonRoot = own.runAsNonRoot ?? outer.runAsNonRoot;
    const proven = user === undefined || user === null ? nonRoot === true : user !== 0;
    return proven ? [] : [fault("root_user", `${container.path}.securityContext`, message)];
  });
}

const isHostVolume = (volume: JsonObject): boolean => isObject(volume.hostPath);

/** Every rule of `deny` on a pod: complete by its type. */
export const kubernetesChecks: Readonly<Record<DenyRule, Check>> = {
  privileged: perContainer(
    "privileged",
    (_, context) => context.privileged === true,
    "securityContext.privileged",
    "Privileged containers are not allowed; remove privileged.",
  ),
  privilege_escalation: perContainer(
    "privilege_escalation",
    (_, context) => context.allowPrivilegeEscalation === true || context.privileged === true,
    "securityContext.allowPrivilegeEscalation",
    "Privilege escalation is not allowed; remove allowPrivilegeEscalation.",
  ),
  added_capabilities: perContainer(
    "added_capabilities",
    (_, context) => capabilities(context).length > 0,
    "securityContext.capabilities.add",
    "Added capabilities are not allowed; remove capabilities.add.",
  ),
  host_path: perVolume(
    "host_path",
    isHostVolume,
    "Volumes from the node's disk (hostPath) are not allowed; use a volume claim or emptyDir.",
  ),
  host_network: perPod("host_network", "hostNetwork", "The node's network is not allowed; remove hostNetwork."),
  host_pid: perPod("host_pid", "hostPID", "The node's processes are not allowed; remove hostPID."),
  host_ipc: perPod("host_ipc", "hostIPC", "The node's shared memory is not allowed; remove hostIPC."),
  host_ports: perContainer(
    "host_ports",
    hasHostPorts,
    "ports",
    "Ports of the node (hostPort) are not allowed; the gateway serves the workspace's port.",
  ),
  devices: (pod) => [
    ...perVolume(
      "devices",
      (volume) => isObject(volume.hostPath) && /^\/+dev(\/|$)/.test(String(volume.hostPath.path)),
      "Devices of the node are not allowed.",
    )(pod),
    ...perContainer(
      "devices",
      (container) => Array.isArray(container.volumeDevices) && container.volumeDevices.length > 0,
      "volumeDevices",
      "Block devices are not allowed; remove volumeDevices.",
    )(pod),
  ],
  docker_socket: perVolume(
    "docker_socket",
    (volume) => isObject(volume.hostPath) && holdsEngineSocket(volume.hostPath.path),
    "The engine's socket gives full power over the node and is not allowed.",
  ),
  root_user: runsAsRoot,
  service_account_token: (pod) => {
    const projected = perVolume(
      "service_account_token",
      ({ projected: source }) =>
        isObject(source) && located(source.sources, "").some(({ value }) => isObject(value.serviceAccountToken)),
      "A service account's token is not allowed in a workspace.",
    );
    const mounted = perPod(
      "service_account_token",
      "automountServiceAccountToken",
      "A service account's token is not allowed in a workspace.",
    );
    return [...mounted(pod), ...projected(pod)];
  },
};
