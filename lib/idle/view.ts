import type { WorkspaceDto } from "@/lib/workspaces/dto";
import type { WorkspaceRecord } from "@/lib/workspaces/record";
import { decideFor, type Evidence } from "./decide";
import { capIdle } from "./policy";

/** What is known beside the workspace's row. */
export type IdleKnowledge = {
  readonly evidence: readonly Evidence[];
  /** The policy's `maximum.max_idle_seconds`. */
  readonly most: number | null;
  readonly now: Date;
};

/** Idle stop as the API and the page tell of it: what was seen when, when it ends, and why. */
export function idleView(workspace: WorkspaceRecord, known: IdleKnowledge | null): WorkspaceDto["idle"] {
  const { idlePolicy, lastActivityAt, keepUntil } = workspace;
  const iso = (time: Date | null | undefined) => time?.toISOString() ?? null;
  const base = {
    enabled: idlePolicy !== null,
    last_activity_at: iso(lastActivityAt),
    stops_at: iso(runs(workspace) ? workspace.idleStopsAt : null),
    warns_at: null,
    keep_until: iso(keepUntil && known && keepUntil <= known.now ? null : keepUntil),
    max_idle_seconds: idlePolicy?.seconds ?? null,
    state: null,
    explanation: null,
    explanation_text: null,
    sources: [],
  };
  if (!idlePolicy || !known || !runs(workspace)) return base;
  const policy = capIdle(idlePolicy, known.most);
  const decision = decideFor(workspace, policy, known.evidence, known.now);
  return {
    ...base,
    last_activity_at: iso(decision.lastActivityAt) ?? base.last_activity_at,
    stops_at: iso(decision.stopsAt),
    warns_at: iso(decision.warnsAt),
    max_idle_seconds: policy.seconds,
    state: decision.state,
    explanation: decision.explanation.message,
    explanation_text: decision.explanation.text ?? null,
    sources: known.evidence.map(({ source, state, at, seenAt, reason }) => ({
      source,
      state,
      last_activity_at: iso(at),
      seen_at: seenAt.toISOString(),
      reason: reason?.message ?? null,
      reason_text: reason?.text ?? null,
    })),
  };
}

const runs = ({ desired, phase }: WorkspaceRecord): boolean =>
  desired === "running" && (phase === "running" || phase === "unhealthy");
