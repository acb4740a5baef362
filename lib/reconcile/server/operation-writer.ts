import type { ObservedStatus } from "@/lib/reconcile/status";
import { sameStatus, storedStatus, withStatus } from "@/lib/reconcile/status";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Services } from "@/lib/server/services";
import type { Cause } from "@/lib/workspaces/cause";
import type { Composed } from "@/lib/workspaces/compose";
import type { OperationState, ProgressStep } from "@/lib/workspaces/dto";
import type { OperationError, OperationRecord, WorkspaceRecord } from "@/lib/workspaces/record";
import { publishOperation, publishWorkspace } from "@/lib/workspaces/server/announce";
import { sealApplied } from "./applied";
import { noteActivity, removeGrants, saveProgress, saveStatus } from "./store";

/** Writes and tells a status that differs from the stored one; the answer says whether it did. */
export async function recordStatus(
  services: Services,
  cluster: ConnectedCluster,
  workspace: WorkspaceRecord,
  status: ObservedStatus,
): Promise<boolean> {
  if (sameStatus(storedStatus(workspace), status)) return false;
  await saveStatus(services.db, workspace.id, status);
  publishWorkspace(services, cluster, withStatus(workspace, status));
  return true;
}

export type Ending = {
  readonly state: Extract<OperationState, "done" | "failed">;
  readonly cause: Cause | null;
  readonly deleted: boolean;
  /** What is there now, as it was built; null where that is not known. */
  readonly applied: Composed | null;
};

/** The progress of one operation during one pass: told at once, written at the pass's end. */
export type OperationWriter = {
  readonly progress: () => readonly ProgressStep[];
  readonly note: (step: string, message?: string) => void;
  /** Writes what changed and keeps the operation open. */
  readonly keep: (
    status: ObservedStatus,
    retry?: { readonly attempts: number; readonly notBefore: Date },
  ) => Promise<void>;
  readonly end: (status: ObservedStatus, ending: Ending) => Promise<void>;
};

export function createOperationWriter(
  services: Services,
  cluster: ConnectedCluster,
  workspace: WorkspaceRecord,
  operation: OperationRecord,
): OperationWriter {
  const { db, bus, clock, instance } = services;
  const progress: ProgressStep[] = [...operation.progress];
  let changed = false;

  async function keep(status: ObservedStatus, retry?: { attempts: number; notBefore: Date }): Promise<void> {
    const moved = !sameStatus(storedStatus(workspace), status);
    if (!changed && !moved && !retry) return;
    const written = await saveProgress(db, workspace.id, instance, {
      status,
      deleted: false,
      applied: null,
      operation: {
        id: operation.id,
        state: "running",
        progress,
        error: null,
        attempts: retry?.attempts ?? operation.attempts,
        notBefore: retry?.notBefore ?? null,
        finishedAt: null,
      },
    });
    if (written && moved) publishWorkspace(services, cluster, withStatus(workspace, status));
  }

  async function end(status: ObservedStatus, { state, cause, deleted, applied }: Ending): Promise<void> {
    const finishedAt = clock.now();
    const error: OperationError | null = cause && {
      code: cause.code,
      message: cause.summary,
      next_step: cause.next_step,
    };
    const { attempts } = operation;
    const written = await saveProgress(db, workspace.id, instance, {
      status,
      deleted,
      applied: applied && sealApplied(services, applied),
      operation: { id: operation.id, state, progress, error, attempts, notBefore: null, finishedAt },
    });
    if (!written) return;
    if (deleted) {
      await removeGrants(db, workspace.id);
      const data = { id: workspace.id, deleted: true } as const;
      bus.publish({ type: "workspace", workspaceId: workspace.id, ownerId: workspace.ownerId, data });
    } else publishWorkspace(services, cluster, { ...withStatus(workspace, status), drift: [] });
    publishOperation(services, workspace, { ...operation, state, progress, error, finishedAt });
    services.metrics.operations.inc({ kind: operation.kind, result: state });
    services.metrics.operationSeconds.observe(
      { kind: operation.kind },
      (finishedAt.getTime() - operation.createdAt.getTime()) / 1000,
    );
    if (cause) await noteActivity(db, workspace.id, "berth", `${operation.kind}.failed`, cause.summary);
  }

  return {
    progress: () => progress,
    note(step, message = "") {
      const last = progress.at(-1);
      if (last?.step === step && last.message === message) return;
      progress.push({ at: clock.now().toISOString(), step, message });
      changed = true;
      publishOperation(services, workspace, { ...operation, progress: [...progress] });
    },
    keep,
    end,
  };
}
