import { say, type PlainCode } from "@/lib/i18n/say";
import type { Fault } from "@/lib/shared/errors";
import type { Json } from "@/lib/shared/json";
import type { Box } from "./box";
import { holdsEngineSocket, isDevicePath } from "./engine-socket";
import { isAsked } from "./pod";
import type { DenyRule } from "./policy";

type Check = (box: Box) => readonly Fault[];

const fault = (rule: DenyRule, path: string, code: PlainCode): Fault => ({ path, ...say(code), rule: `deny.${rule}` });

/** Keys that Docker, Compose and Docker's Python client have for the same wish. */
const perKey =
  (rule: DenyRule, keys: readonly string[], code: PlainCode): Check =>
  (box) =>
    keys.filter((key) => isAsked(box.asked[key])).map((key) => fault(rule, `${box.path}.${key}`, code));

const perBind =
  (rule: DenyRule, broken: (source: string) => boolean, code: PlainCode): Check =>
  (box) =>
    box.binds.filter(({ source }) => broken(source)).map(({ path }) => fault(rule, path, code));

/** A name may stand for user 0 in the image, so only a number other than 0 shows that it is not root. */
const isProvenUser = (user: Json | undefined): boolean => {
  const own = String(user ?? "").split(":")[0] ?? "";
  return /^\d+$/.test(own) && Number(own) > 0;
};

const outsideNetwork = (name: string): boolean => name === "host" || name.startsWith("container:");

/** Every rule of `deny` on a container of Docker: complete by its type. */
export const dockerChecks: Readonly<Record<DenyRule, Check>> = {
  privileged: perKey("privileged", ["privileged"], "deny/privileged"),
  privilege_escalation: perKey("privilege_escalation", ["privileged", "security_opt"], "deny/escalation-docker"),
  added_capabilities: perKey("added_capabilities", ["cap_add"], "deny/capabilities-docker"),
  host_path: perBind("host_path", () => true, "deny/host-path-docker"),
  host_network: (box) => [
    ...perKey("host_network", ["network_mode", "hostNetwork"], "deny/host-network-docker")(box),
    ...(box.networks.some(outsideNetwork)
      ? [fault("host_network", `${box.path}.networks`, "deny/host-network-other")]
      : []),
  ],
  host_pid: perKey("host_pid", ["pid_mode", "pid", "hostPID"], "deny/host-processes-docker"),
  host_ipc: perKey("host_ipc", ["ipc_mode", "ipc", "hostIPC"], "deny/host-memory-docker"),
  host_ports: (box) => (box.publishes ? [fault("host_ports", `${box.path}.ports`, "deny/host-ports-docker")] : []),
  devices: (box) => [
    ...perKey("devices", ["devices", "device_cgroup_rules", "device_requests"], "deny/devices-docker")(box),
    ...perBind("devices", isDevicePath, "deny/devices-docker")(box),
  ],
  docker_socket: perBind("docker_socket", holdsEngineSocket, "deny/engine-socket-docker"),
  root_user: (box) => (isProvenUser(box.user) ? [] : [fault("root_user", `${box.path}.user`, "deny/root-docker")]),
  // No service accounts on an engine: nothing of the kind can reach a container.
  service_account_token: () => [],
};
