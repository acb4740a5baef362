import type { Fault } from "@/lib/shared/errors";
import { isObject, type JsonObject } from "@/lib/shared/json";
import { holdsEngineSocket, isDevicePath } from "./engine-socket";
import { isAsked, located, objectAt, type Located, type Pod } from "./pod";
import type { DenyRule } from "./policy";

type Check = (pod: Pod) => readonly Fault[];

const fault = (rule: DenyRule, path: string, message: string): Fault => ({ path, message, rule: `deny.${rule}` });

const security = (place: Located): JsonObject => objectAt(place.value, "securityContext");

/** The pod and its containers: a key that belongs to the pod counts wherever somebody put it. */
const everywhere = (pod: Pod): readonly Located[] => [pod, ...pod.containers];

/** On the securityContext of every container, and on the pod's own. */
const perContext =
  (rule: DenyRule, broken: (context: JsonObject) => boolean, key: string, message: string): Check =>
  (pod) =>
    everywhere(pod)
      .filter((place) => broken(security(place)))
      .map((place) => fault(rule, `${place.path}.securityContext.${key}`, message));

const perContainer =
  (rule: DenyRule, broken: (container: JsonObject) => boolean, key: string, message: string): Check =>
  (pod) =>
    pod.containers
      .filter((container) => broken(container.value))
      .map((container) => fault(rule, `${container.path}.${key}`, message));

const perKey =
  (rule: DenyRule, key: string, message: string): Check =>
  (pod) =>
    everywhere(pod)
      .filter((place) => isAsked(place.value[key]))
      .map((place) => fault(rule, `${place.path}.${key}`, message));

const perVolume =
  (rule: DenyRule, broken: (volume: JsonObject) => boolean, message: string): Check =>
  (pod) =>
    everywhere(pod)
      .flatMap((place) => located(place.value.volumes, `${place.path}.volumes`))
      .filter((volume) => broken(volume.value))
      .map((volume) => fault(rule, volume.path, message));

const isPrivileged = (context: JsonObject): boolean =>
  isAsked(context.privileged) || isAsked(objectAt(context, "windowsOptions").hostProcess);

const isUnconfined = (context: JsonObject): boolean =>
  context.procMount === "Unmasked" ||
  ["seccompProfile", "appArmorProfile"].some((key) => objectAt(context, key).type === "Unconfined");

/** `runAsUser: "0"` is refused before it comes here; were it not, it would be root all the same. */
const isNobodyButRoot = (user: unknown): boolean => !(Number(user) > 0);

function runsAsRoot(pod: Pod): readonly Fault[] {
  const message =
    "Running as root (user 0) is not allowed; set securityContext.runAsNonRoot: true or another runAsUser.";
  const outer = security(pod);
  return pod.containers.flatMap((container) => {
    const own = security(container);
    const user = own.runAsUser ?? outer.runAsUser ?? null;
    const nonRoot = own.runAsNonRoot ?? outer.runAsNonRoot;
    const proven = user === null ? nonRoot === true : !isNobodyButRoot(user);
    return proven ? [] : [fault("root_user", `${container.path}.securityContext`, message)];
  });
}

const hostPathOf = (volume: JsonObject): unknown => (isObject(volume.hostPath) ? volume.hostPath.path : undefined);

/** Every rule of `deny` on a pod: complete by its type. */
export const kubernetesChecks: Readonly<Record<DenyRule, Check>> = {
  privileged: perContext(
    "privileged",
    isPrivileged,
    "privileged",
    "Privileged containers are not allowed; remove privileged.",
  ),
  privilege_escalation: (pod) => [
    ...perContext(
      "privilege_escalation",
      (context) => isAsked(context.allowPrivilegeEscalation) || isPrivileged(context),
      "allowPrivilegeEscalation",
      "Privilege escalation is not allowed; remove allowPrivilegeEscalation.",
    )(pod),
    ...perContext(
      "privilege_escalation",
      isUnconfined,
      "seccompProfile",
      "The kernel's protections may not be switched off; remove Unconfined and Unmasked.",
    )(pod),
  ],
  added_capabilities: perContext(
    "added_capabilities",
    (context) => isAsked(objectAt(context, "capabilities").add),
    "capabilities.add",
    "Added capabilities are not allowed; remove capabilities.add.",
  ),
  host_path: perVolume(
    "host_path",
    (volume) => isAsked(volume.hostPath),
    "Volumes from the node's disk (hostPath) are not allowed; use a volume claim or emptyDir.",
  ),
  host_network: perKey("host_network", "hostNetwork", "The node's network is not allowed; remove hostNetwork."),
  host_pid: perKey("host_pid", "hostPID", "The node's processes are not allowed; remove hostPID."),
  host_ipc: perKey("host_ipc", "hostIPC", "The node's shared memory is not allowed; remove hostIPC."),
  host_ports: perContainer(
    "host_ports",
    (container) => located(container.ports, "").some(({ value }) => isAsked(value.hostPort)),
    "ports",
    "Ports of the node (hostPort) are not allowed; the gateway serves the workspace's port.",
  ),
  devices: (pod) => [
    ...perVolume("devices", (volume) => isDevicePath(hostPathOf(volume)), "Devices of the node are not allowed.")(pod),
    ...perContainer(
      "devices",
      (container) => isAsked(container.volumeDevices),
      "volumeDevices",
      "Block devices are not allowed; remove volumeDevices.",
    )(pod),
  ],
  docker_socket: perVolume(
    "docker_socket",
    (volume) => holdsEngineSocket(hostPathOf(volume)),
    "The engine's socket gives full power over the node and is not allowed.",
  ),
  root_user: runsAsRoot,
  service_account_token: (pod) => [
    ...perKey(
      "service_account_token",
      "automountServiceAccountToken",
      "A service account's token is not allowed in a workspace; remove service_account_name.",
    )(pod),
    ...perVolume(
      "service_account_token",
      (volume) =>
        located(objectAt(volume, "projected").sources, "").some(({ value }) => isAsked(value.serviceAccountToken)),
      "A service account's token is not allowed in a workspace.",
    )(pod),
  ],
};
