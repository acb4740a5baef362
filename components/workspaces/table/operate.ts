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

/** What this person may do and what would do something: starting what runs would not. */
export function applies(verb: Verb, { desired, phase, may }: WorkspaceSummaryDto): boolean {
  if (phase === "deleting" || !may.operate) return false;
  return verb === "start" ? desired === "stopped" : desired === "running";
}

export const pageOfWorkspace = ({ name, cluster }: Ref): string =>
  `/workspaces/${name}?cluster=${encodeURIComponent(cluster)}`;
