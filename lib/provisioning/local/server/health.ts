import { access, constants } from "node:fs/promises";
import { userInfo } from "node:os";
import type { HealthCheck } from "@/lib/health/check";
import type { ControlGroups } from "./control-groups";
import type { TerminalKind } from "./terminal";

/** Coded findings about this machine as a place for workspaces. */
export async function localHealth(machine: {
  readonly root: string;
  readonly groups: ControlGroups;
  readonly terminal: TerminalKind;
}): Promise<readonly HealthCheck[]> {
  const writable = await access(machine.root, constants.W_OK).then(
    () => true,
    () => false,
  );
  return [
    writable
      ? { code: "local/folder", status: "ok", summary: `Workspaces are stored in ${machine.root}`, next_step: "" }
      : {
          code: "local/folder",
          status: "fail",
          summary: `${machine.root} cannot be written`,
          next_step: "Give the portal's user write access to BERTH_DATA_DIR.",
        },
    {
      code: "local/user",
      status: "warn",
      summary: `Workspaces run as ${userInfo().username}, the portal's own user, and can read what it can read`,
      next_step: "Give people whom you would not give this account a Kubernetes or Docker cluster instead.",
    },
    limitsCheck(machine.groups),
    terminalCheck(machine.terminal),
  ];
}

function limitsCheck(groups: ControlGroups): HealthCheck {
  const code = "local/limits";
  if (groups.memory && groups.cpu) {
    return { code, status: "ok", summary: "Limits of CPU and memory are enforced by control groups", next_step: "" };
  }
  const missing = [groups.cpu ? null : "CPU", groups.memory ? null : "memory"]
    .filter((word) => word !== null)
    .join(" and ");
  return {
    code,
    status: "warn",
    summary: `Limits of ${missing} are not enforced on this machine`,
    next_step:
      "On Linux, run the portal as root or delegate it a control group; elsewhere use Docker or Kubernetes for limits.",
  };
}

function terminalCheck(terminal: TerminalKind): HealthCheck {
  const code = "local/terminal";
  if (terminal.kind === "python") return { code, status: "ok", summary: "Terminals work fully", next_step: "" };
  return {
    code,
    status: "warn",
    summary:
      terminal.kind === "script"
        ? "Terminals cannot follow the window's size"
        : "Terminals have no tty: no line editing, no full-screen programs",
    next_step: "Install Python 3 on this machine and start the portal again.",
  };
}
