import type { Actor } from "@/lib/access/can";
import { canOn } from "@/lib/access/can";
import type { WorkspaceAction } from "@/lib/access/grants";
import type { ActionResult } from "@/lib/shared/action-result";
import type { PublicError } from "@/lib/shared/errors";
import type { WorkspaceSummaryDto } from "@/lib/workspaces/dto";

export const verbs = ["start", "stop", "restart"] as const;
export type Verb = (typeof verbs)[number];

export type Ref = { readonly name: string; readonly cluster: string };
export type Outcome = Ref & { readonly error: PublicError | null };
export type Operate = (input: {
  readonly verb: Verb;
  readonly refs: readonly Ref[];
}) => Promise<ActionResult<readonly Outcome[]>>;

/** What would do something: starting what runs would not. */
export function applies(verb: Verb, { desired, phase }: WorkspaceSummaryDto): boolean {
  if (phase === "deleting") return false;
  return verb === "start" ? desired === "stopped" : desired === "running";
}

/** Which buttons to show; the server checks again. The list does not say whether viewers may open, so a viewer's link may be refused. */
export function mayDo(actor: Actor, action: WorkspaceAction, row: WorkspaceSummaryDto): boolean {
  const ownerId = row.owner === actor.email ? actor.userId : "";
  return canOn(actor, action, { id: row.id, ownerId, viewersMayOpen: true });
}

export const pageOfWorkspace = ({ name, cluster }: Ref): string =>
  `/workspaces/${name}?cluster=${encodeURIComponent(cluster)}`;
