/** States of a rollout. `planned` is a plan that nobody has applied; `done` and `failed` differ in whether any workspace failed. */
export const fleetStates = ["planned", "running", "paused", "stopped", "done", "failed"] as const;
export type FleetState = (typeof fleetStates)[number];

/** The first three are decided by the plan and never touched; `skipped`: left alone when its turn came, or never came. */
export const itemStates = [
  "excluded",
  "refused",
  "unchanged",
  "waiting",
  "working",
  "done",
  "failed",
  "skipped",
] as const;
export type ItemState = (typeof itemStates)[number];

/** What the decision needs of one workspace. */
export type RolloutItem = {
  readonly position: number;
  readonly stage: number;
  readonly state: ItemState;
  /** It was touched, should run and is not ready (yet, or any more). What is worked on counts whatever this says. */
  readonly down: boolean;
};

export type RolloutView = {
  readonly state: FleetState;
  readonly maxUnavailable: number;
  readonly maxFailures: number;
  /** Since it was started, or since it was last resumed. */
  readonly failures: number;
  /** At least: those that are worked on, those that failed, and those of the first stage that has not ended. */
  readonly items: readonly RolloutItem[];
};

export type Decision =
  | { readonly do: "begin"; readonly positions: readonly number[] }
  | { readonly do: "wait" }
  | { readonly do: "pause"; readonly why: "failures" | "room" }
  | { readonly do: "finish" };

const isUnended = ({ state }: RolloutItem): boolean => state === "waiting" || state === "working";

/** Which stage the nth workspace of a rollout belongs to. */
export const stageOf = (index: number, batch: number): number => Math.floor(index / batch);

/**
 * What a rollout does next. A stage begins when all of the one before have ended, and never are more than `maxUnavailable` of its workspaces
 * not ready at once; failed ones that are still down take up that room too, so that a broken change cannot take down one after the other.
 */
export function nextOfRollout({ state, maxUnavailable, maxFailures, failures, items }: RolloutView): Decision {
  const unended = items.filter(isUnended);
  if (state !== "running" && state !== "stopped") return { do: "wait" };
  if (unended.length === 0) return { do: "finish" };
  if (state === "stopped") return { do: "wait" };
  const stage = Math.min(...unended.map((item) => item.stage));
  const waiting = unended.filter((item) => item.state === "waiting" && item.stage === stage);
  if (waiting.length === 0) return { do: "wait" };
  if (failures >= maxFailures) return { do: "pause", why: "failures" };
  const taken = items.filter((item) => item.state === "working" || (item.state === "failed" && item.down)).length;
  const room = maxUnavailable - taken;
  if (room > 0) return { do: "begin", positions: waiting.slice(0, room).map(({ position }) => position) };
  return items.some((item) => item.state === "working") ? { do: "wait" } : { do: "pause", why: "room" };
}
