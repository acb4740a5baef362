import { canOn, type Actor, type WorkspaceForAccess } from "@/lib/access/can";
import type { WorkspaceMay } from "./dto";

/** What this person may do with this workspace, from the one table of rights: screens need no rule of their own. */
export function mayOn(actor: Actor, workspace: WorkspaceForAccess): WorkspaceMay {
  return {
    open: canOn(actor, "workspace:open", workspace),
    operate: canOn(actor, "workspace:operate", workspace),
    delete: canOn(actor, "workspace:delete", workspace),
    logs: canOn(actor, "workspace:logs", workspace),
    terminal: canOn(actor, "workspace:terminal", workspace),
    share: canOn(actor, "workspace:share", workspace),
  };
}
