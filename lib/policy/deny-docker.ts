import type { Fault } from "@/lib/shared/errors";
import type { Json } from "@/lib/shared/json";
import type { Box } from "./box";
import { holdsEngineSocket, isDevicePath } from "./engine-socket";
import { isAsked } from "./pod";
import type { DenyRule } from "./policy";

type Check = (box: Box) => readonly Fault[];

const fault = (rule: DenyRule, path: string, message: string): Fault => ({ path, message, rule: `deny.${rule}` });

/** Keys that Docker, Compose and Docker's Python client have for the same wish. */
const perKey =
  (rule: DenyRule, keys: readonly string[], message: string): Check =>
  (box) =>
    keys.filter((key) => isAsked(box.asked[key])).map((key) => fault(rule, `${box.path}.${key}`, message));

const perBind =
  (rule: DenyRule, broken: (source: string) => boolean, message: string): Check =>
  (box) =>
    box.binds.filter(({ source }) => broken(source)).map(({ path }) => fault(rule, path, message));

/** A name may stand for user 0 in the image, so only a number other than 0 shows that it is not root. */
const isProvenUser = (user: Json | undefined): boolean => {
  const own = String(user ?? "").split(":")[0] ?? "";
  return /^\d+$/.test(own) && Number(own) > 0;
};

const outsideNetwork = (name: string): boolean => name === "host" || name.startsWith("container:");

/** Every rule of `deny` on a container of Docker: complete by its type. */
export const dockerChecks: Readonly<Record<DenyRule, Check>> = {
  privileged: perKey("privileged", ["privileged"], "Privileged containers are not allowed; remove privileged."),
  privilege_escalation: perKey(
    "privilege_escalation",
    ["privileged", "security_opt"],
    "Privilege escalation is not allowed, and the engine's protections may not be changed.",
  ),
  added_capabilities: perKey("added_capabilities", ["cap_add"], "Added capabilities are not allowed; remove cap_add."),
  host_path: perBind("host_path", () => true, "Folders of the engine's machine are not allowed; use a named volume."),
  host_network: (box) => [
    ...perKey("host_network", ["network_mode", "hostNetwork"], "The machine's network is not allowed.")(box),
    ...(box.networks.some(outsideNetwork)
      ? [fault("host_network", `${box.path}.networks`, "The machine's network is not allowed; name another one.")]
      : []),
  ],
  host_pid: perKey("host_pid", ["pid_mode", "pid", "hostPID"], "The machine's processes are not allowed."),
  host_ipc: perKey("host_ipc", ["ipc_mode", "ipc", "hostIPC"], "The machine's shared memory is not allowed."),
  host_ports: (box) =>
    box.publishes
      ? [
          fault(
            "host_ports",
            `${box.path}.ports`,
            "Ports of the machine are not allowed; the gateway serves the workspace's port.",
          ),
        ]
      : [],
  devices: (box) => [
    ...perKey(
      "devices",
      ["devices", "device_cgroup_rules", "device_requests"],
      "Devices of the machine are not allowed.",
    )(box),
    ...perBind("devices", isDevicePath, "Devices of the machine are not allowed.")(box),
  ],
  docker_socket: perBind(
    "docker_socket",
    holdsEngineSocket,
    "The engine's socket gives full power over the machine and is not allowed.",
  ),
  root_user: (box) =>
    isProvenUser(box.user)
      ? []
      : [
          fault(
            "root_user",
            `${box.path}.user`,
            "Running as root (user 0) is not allowed; set user to a number other than 0, such as 1000.",
          ),
        ],
  // No service accounts on an engine: nothing of the kind can reach a container.
  service_account_token: () => [],
};
