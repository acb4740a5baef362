import type { ExecSession } from "@/lib/provisioning/provider";
import type { Call } from "@/lib/server/services";
import { refOf } from "../record";
import { findFor, type Ref } from "./authorise";

export type TerminalSize = { readonly cols: number; readonly rows: number };

/** The best shell that the image has; no name from outside gets into the command. */
const shell = ["/bin/sh", "-c", "if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi"];

/** A shell in the workspace. Ends with its stream, or when the call's signal does. */
export async function openTerminal(call: Call, ref: Ref, size: TerminalSize): Promise<ExecSession> {
  const { workspace, cluster } = await findFor(call, ref, "workspace:terminal");
  const session = await cluster.runtime().exec(refOf(workspace), { command: shell, tty: true, ...size }, call.signal);
  call.services.log.info(
    { workspace: workspace.id, by: call.actor.userId, request: call.requestId },
    "terminal opened",
  );
  return session;
}
