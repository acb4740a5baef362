import type { Step } from "@/lib/provisioning/plan";
import { cause, isPermanent, type Cause } from "@/lib/workspaces/cause";
import type { OperationKind } from "@/lib/workspaces/dto";
import type { Desired, OperationRecord } from "@/lib/workspaces/record";
import type { ObservedStatus } from "./status";

export type Situation = {
  readonly operation: Pick<OperationRecord, "kind" | "progress" | "startedAt" | "createdAt">;
  readonly desired: Desired;
  readonly status: ObservedStatus;
  /** What still differs from what is wanted. */
  readonly steps: readonly Step[];
  readonly now: Date;
  /** Seconds an operation may take from its last action on. */
  readonly deadlineSeconds: number;
};

export type Decision =
  | { readonly do: "apply" }
  | { readonly do: "finish" }
  | { readonly do: "wait" }
  | { readonly do: "fail"; readonly cause: Cause };

/** Progress that is only waiting begins so; everything else is an action. */
export const waitingPrefix = "waiting: ";

/**
 * After a change the backend may go on for a moment to show the state of what is being replaced: a permanent cause counts when it is
 * still there after this time. What never ran before has no such past.
 */
const settleMilliseconds: Readonly<Record<OperationKind, number>> = {
  create: 0,
  start: 1_500,
  restart: 3_000,
  update: 3_000,
  stop: 0,
  delete: 0,
};

/** What the reconciler does next with an unfinished operation. Pure. */
export function nextStep(situation: Situation): Decision {
  const { operation, desired, status, steps, now, deadlineSeconds } = situation;
  if (steps.length > 0) return { do: "apply" };
  if (desired === "absent") return { do: "finish" };
  if (desired === "stopped") return status.phase === "stopped" ? { do: "finish" } : beforeDeadline();
  if (status.phase === "running" && status.ready) return { do: "finish" };
  const settled = sinceLastAction() >= settleMilliseconds[operation.kind];
  if (status.cause && isPermanent(status.cause.code) && settled) return { do: "fail", cause: status.cause };
  return beforeDeadline();

  function sinceLastAction(): number {
    const last = operation.progress.findLast((entry) => !entry.step.startsWith(waitingPrefix));
    const from = last ? Date.parse(last.at) : (operation.startedAt ?? operation.createdAt).getTime();
    return now.getTime() - from;
  }

  function beforeDeadline(): Decision {
    if (sinceLastAction() < deadlineSeconds * 1000) return { do: "wait" };
    const seconds = String(deadlineSeconds);
    return { do: "fail", cause: cause("deadline-exceeded", { seconds }, status.cause ? [status.cause.summary] : []) };
  }
}

/** What is waited for, as one line of the operation's progress. */
export function waitingFor(status: ObservedStatus, desired: Desired): string {
  if (status.cause) return status.cause.summary;
  if (desired === "stopped") return "the workspace is stopping";
  if (status.phase === "creating") return "the workspace is being made";
  return "the workspace is starting";
}
