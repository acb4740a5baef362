import type { OperationDto, ProgressStep } from "@/lib/workspaces/dto";

export type TimelineStep = ProgressStep & {
  /** Null while the step goes on and the clock is not known. */
  readonly seconds: number | null;
  readonly state: "done" | "current" | "failed";
};

/**
 * The steps of an operation with how long each took: until the next one, the last until the end or until now. `now` in milliseconds; null
 * before the page is live.
 */
export function timelineOf(
  operation: Pick<OperationDto, "progress" | "state" | "finished_at">,
  now: number | null,
): readonly TimelineStep[] {
  const end = operation.finished_at === null ? now : Date.parse(operation.finished_at);
  return operation.progress.map((step, index, all): TimelineStep => {
    const next = all[index + 1];
    const until = next ? Date.parse(next.at) : end;
    const last = next === undefined;
    const state =
      !last || operation.state === "done"
        ? "done"
        : operation.state === "failed" || operation.state === "cancelled"
          ? "failed"
          : "current";
    return { ...step, state, seconds: until === null ? null : Math.max(0, (until - Date.parse(step.at)) / 1000) };
  });
}

/** `0.4 s`, `12 s`, `3 min 05 s`: digits that do not jump. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
}
