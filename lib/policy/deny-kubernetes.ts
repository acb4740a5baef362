import { say, type PlainCode } from "@/lib/i18n/say";
import type { Fault } from "@/lib/shared/errors";
import { isObject, type JsonObject } from "@/lib/shared/json";
import { holdsEngineSocket, isDevicePath } from "./engine-socket";
import { isAsked, located, objectAt, type Located, type Pod } from "./pod";
import type { DenyRule } from "./policy";

type Check = (pod: Pod) => readonly Fault[];

const fault = (rule: DenyRule, path: string, code: PlainCode): Fault => ({ path, ...say(code), rule: `deny.${rule}` });

const security = (place: Located): JsonObject => objectAt(place.value, "securityContext");

/** The pod and its containers: a key that belongs to the pod counts wherever somebody put it. */
const everywhere = (pod: Pod): readonly Located[] => [pod, ...pod.containers];

/** On the securityContext of every container, and on the pod's own. */
const perContext =
  (rule: DenyRule, broken: (context: JsonObject) => boolean, key: string, code: PlainCode): Check =>
  (pod) =>
    everywhere(pod)
      .filter((place) => broken(security(place)))
      .map((place) => fault(rule, `${place.path}.securityContext.${key}`, code));

const perContainer =
  (rule: DenyRule, broken: (container: JsonObject) => boolean, key: string, code: PlainCode): Check =>
  (pod) =>
    pod.containers
      .filter((container) => broken(container.value))
      .map((container) => fault(rule, `${container.path}.${key}`, code));

const perKey =
  (rule: DenyRule, key: string, code: PlainCode): Check =>
  (pod) =>
    everywhere(pod)
      .filter((place) => isAsked(place.value[key]))
      .map((place) => fault(rule, `${place.path}.${key}`, code));

const perVolume =
  (rule: DenyRule, broken: (volume: JsonObject) => boolean, code: PlainCode): Check =>
  (pod) =>
    everywhere(pod)
      .flatMap((place) => located(place.value.volumes, `${place.path}.volumes`))
      .filter((volume) => broken(volume.value))
      .map((volume) => fault(rule, volume.path, code));

const isPrivileged = (context: JsonObject): boolean =>
  isAsked(context.privileged) || isAsked(objectAt(context, "windowsOptions").hostProcess);

const isUnconfined = (context: JsonObject): boolean =>
  context.procMount === "Unmasked" ||
  ["seccompProfile", "appArmorProfile"].some((key) => objectAt(context, key).type === "Unconfined");

/** `runAsUser: "0"` is refused before it comes here; were it not, it would be root all the same. */
const isNobodyButRoot = (user: unknown): boolean => !(Number(user) > 0);

function runsAsRoot(pod: Pod): readonly Fault[] {
  const code = "deny/root";
  const outer = security(pod);
  return pod.containers.flatMap((container) => {
    const own = security(container);
    const user = own.runAsUser ?? outer.runAsUser ?? null;
    const nonRoot = own.runAsNonRoot ?? outer.runAsNonRoot;
    const proven = user === null ? nonRoot === true : !isNobodyButRoot(user);
    return proven ? [] : [fault("root_user", `${container.path}.securityContext`, code)];
  });
}

const hostPathOf = (volume: JsonObject): unknown => (isObject(volume.hostPath) ? volume.hostPath.path : undefined);

/** Every rule of `deny` on a pod: complete by its type. */
export const kubernetesChecks: Readonly<Record<DenyRule, Check>> = {
  privileged: perContext("privileged", isPrivileged, "privileged", "deny/privileged"),
  privilege_escalation: (pod) => [
    ...perContext(
      "privilege_escalation",
      (context) => isAsked(context.allowPrivilegeEscalation) || isPrivileged(context),
      "allowPrivilegeEscalation",
      "deny/escalation",
    )(pod),
    ...perContext("privilege_escalation", isUnconfined, "seccompProfile", "deny/unconfined")(pod),
  ],
  added_capabilities: perContext(
    "added_capabilities",
    (context) => isAsked(objectAt(context, "capabilities").add),
    "capabilities.add",
    "deny/capabilities",
  ),
  host_path: perVolume("host_path", (volume) => isAsked(volume.hostPath), "deny/host-path"),
  host_network: perKey("host_network", "hostNetwork", "deny/host-network"),
  host_pid: perKey("host_pid", "hostPID", "deny/host-processes"),
  host_ipc: perKey("host_ipc", "hostIPC", "deny/host-memory"),
  host_ports: perContainer(
    "host_ports",
    (container) => located(container.ports, "").some(({ value }) => isAsked(value.hostPort)),
    "ports",
    "deny/host-ports",
  ),
  devices: (pod) => [
    ...perVolume("devices", (volume) => isDevicePath(hostPathOf(volume)), "deny/devices")(pod),
    ...perContainer(
      "devices",
      (container) => isAsked(container.volumeDevices),
      "volumeDevices",
      "deny/block-devices",
    )(pod),
  ],
  docker_socket: perVolume("docker_socket", (volume) => holdsEngineSocket(hostPathOf(volume)), "deny/engine-socket"),
  root_user: runsAsRoot,
  service_account_token: (pod) => [
    ...perKey("service_account_token", "automountServiceAccountToken", "deny/service-account")(pod),
    ...perVolume(
      "service_account_token",
      (volume) =>
        located(objectAt(volume, "projected").sources, "").some(({ value }) => isAsked(value.serviceAccountToken)),
      "deny/service-account-token",
    )(pod),
  ],
};
