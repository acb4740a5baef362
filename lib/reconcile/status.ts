import type { Sayable } from "@/lib/i18n/text";
import type { Observation, PhaseAndCause, Provider } from "@/lib/provisioning/provider";
import { equalJson } from "@/lib/shared/json";
import { cause, type Cause } from "@/lib/workspaces/cause";
import type { WorkspaceRecord } from "@/lib/workspaces/record";

export type ObservedStatus = PhaseAndCause;

export const emptyObservation: Observation = { manifests: [], related: [], events: [] };

export const storedStatus = (workspace: WorkspaceRecord): ObservedStatus => ({
  phase: workspace.phase,
  cause: workspace.cause,
  ready: workspace.ready,
  restarts: workspace.restarts,
  startedAt: workspace.startedAt?.toISOString() ?? null,
  image: workspace.image,
});

export function withStatus(workspace: WorkspaceRecord, status: ObservedStatus): WorkspaceRecord {
  const { startedAt, ...rest } = status;
  return { ...workspace, ...rest, startedAt: startedAt === null ? null : new Date(startedAt) };
}

/**
 * Evidence does not count: its wording moves with every event while nothing that people act on changes. Nor does the second of a start time:
 * backends tell it with and without fractions.
 */
export function sameStatus(a: ObservedStatus, b: ObservedStatus): boolean {
  const gist = ({ cause: why, startedAt, ...rest }: ObservedStatus) => ({
    ...rest,
    cause: why && { code: why.code, summary: why.summary },
    startedAt: startedAt === null ? null : Math.floor(Date.parse(startedAt) / 1000),
  });
  return equalJson(gist(a), gist(b));
}

export type StatusInput = {
  readonly workspace: WorkspaceRecord;
  /** Null: the watch knows nothing of the workspace. */
  readonly observation: Observation | null;
  /** An operation is under way. */
  readonly operating: boolean;
  readonly phaseOf: Provider["phaseOf"];
  readonly cluster: string;
  readonly now: Date;
};

/** What to show for a workspace. The backend decides; what it cannot know (an operation that failed, one that has just begun) is kept. */
export function statusOf({ workspace, observation, operating, phaseOf, cluster, now }: StatusInput): ObservedStatus {
  const stored = storedStatus(workspace);
  const nothingThere = observation === null || observation.manifests.length + observation.related.length === 0;
  if (nothingThere && !operating && (stored.phase === "failed" || stored.phase === "stopped")) return stored;
  const { desired, port } = workspace;
  const seen = phaseOf(observation ?? emptyObservation, { desired, cluster, port, now });
  const image = seen.image ?? stored.image;
  if (workspace.desired === "absent")
    return { ...seen, phase: "deleting", cause: seen.cause ?? stored.cause, ready: false, image };
  if (operating && nothingThere && workspace.desired === "running") {
    return { ...seen, phase: stored.phase === "queued" ? "queued" : "creating", cause: null, ready: false, image };
  }
  // An operation that gave up said so; the backend's "still starting" does not take that back.
  if (
    !operating &&
    stored.phase === "failed" &&
    stored.cause &&
    (seen.phase === "starting" || seen.phase === "creating")
  ) {
    return { ...seen, phase: "failed", cause: seen.cause ?? stored.cause, image };
  }
  return { ...seen, image };
}

/** While the cluster does not answer nobody knows; a stopped workspace is still stopped as far as anybody asked. */
export function unreachableStatus(workspace: WorkspaceRecord, clusterName: string, reason: Sayable): ObservedStatus {
  const why: Cause = cause("cluster-unreachable", { cluster: clusterName, reason });
  const phase = workspace.desired === "absent" ? "deleting" : "unknown";
  return { ...storedStatus(workspace), phase, cause: why, ready: false };
}
