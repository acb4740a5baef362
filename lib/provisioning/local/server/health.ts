import { access, constants } from "node:fs/promises";
import { userInfo } from "node:os";
import { finding, type HealthCheck } from "@/lib/health/check";
import { say } from "@/lib/i18n/say";
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
      ? finding("local/folder", "ok", say("local/folder", { folder: machine.root }))
      : finding(
          "local/folder",
          "fail",
          say("local/folder-closed", { folder: machine.root }),
          say("local/folder-closed-next"),
        ),
    finding("local/user", "warn", say("local/user", { user: userInfo().username }), say("local/user-next")),
    limitsCheck(machine.groups),
    terminalCheck(machine.terminal),
  ];
}

function limitsCheck(groups: ControlGroups): HealthCheck {
  const code = "local/limits";
  if (groups.memory && groups.cpu) {
    return finding(code, "ok", say("local/limits"));
  }
  const what = say(groups.cpu ? "what/memory" : groups.memory ? "what/cpu" : "what/cpu-and-memory");
  return finding(code, "warn", say("local/limits-missing", { what }), say("local/limits-missing-next"));
}

function terminalCheck(terminal: TerminalKind): HealthCheck {
  const code = "local/terminal";
  if (terminal.kind === "python") return finding(code, "ok", say("local/terminal"));
  const summary = say(terminal.kind === "script" ? "local/terminal-size" : "local/terminal-plain");
  return finding(code, "warn", summary, say("local/terminal-next"));
}
