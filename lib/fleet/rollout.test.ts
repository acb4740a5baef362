import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextOfRollout, stageOf, type ItemState, type RolloutItem, type RolloutView } from "./rollout";

const item = (position: number, state: ItemState, stage = 0, down = false): RolloutItem => ({
  position,
  stage,
  state,
  down,
});
const view = (items: readonly RolloutItem[], change: Partial<RolloutView> = {}): RolloutView => ({
  state: "running",
  maxUnavailable: 1,
  maxFailures: 1,
  failures: 0,
  items,
  ...change,
});

describe("the next step of a rollout", () => {
  it("begins as many of a stage as may be down at once", () => {
    const items = [item(0, "waiting"), item(1, "waiting"), item(2, "waiting")];
    expect(nextOfRollout(view(items, { maxUnavailable: 2 }))).toEqual({ do: "begin", positions: [0, 1] });
  });

  it("begins no stage before the one before has ended", () => {
    const items = [item(0, "working"), item(1, "waiting", 1)];
    expect(nextOfRollout(view(items, { maxUnavailable: 5 }))).toEqual({ do: "wait" });
    expect(nextOfRollout(view([item(0, "done"), item(1, "waiting", 1)]))).toEqual({ do: "begin", positions: [1] });
  });

  it("pauses when enough have failed, while something is left to do", () => {
    const failed = [item(0, "failed"), item(1, "waiting")];
    expect(nextOfRollout(view(failed, { failures: 1 }))).toEqual({ do: "pause", why: "failures" });
    expect(nextOfRollout(view([item(0, "failed")], { failures: 1 }))).toEqual({ do: "finish" });
  });

  it("pauses when failed ones that are still down take up all the room", () => {
    const items = [item(0, "failed", 0, true), item(1, "waiting")];
    expect(nextOfRollout(view(items, { maxFailures: 5, failures: 1 }))).toEqual({ do: "pause", why: "room" });
    const repaired = [item(0, "failed", 0, false), item(1, "waiting")];
    expect(nextOfRollout(view(repaired, { maxFailures: 5, failures: 1 }))).toEqual({ do: "begin", positions: [1] });
  });

  it("begins nothing while it is paused or stopped, and ends a stopped one when nothing is worked on any more", () => {
    expect(nextOfRollout(view([item(0, "waiting")], { state: "paused" }))).toEqual({ do: "wait" });
    expect(nextOfRollout(view([item(0, "working")], { state: "stopped" }))).toEqual({ do: "wait" });
    expect(nextOfRollout(view([item(0, "skipped")], { state: "stopped" }))).toEqual({ do: "finish" });
  });
});

const fates = ["done", "failed", "failed-down", "skipped"] as const;
type Fate = (typeof fates)[number];

type Course = { readonly begun: readonly number[]; readonly state: RolloutView["state"]; readonly mostDown: number };

/** Plays a rollout: each step either ends one of those that are worked on (which one: `picks`) or does what was decided. */
function play(
  given: { readonly fates: readonly Fate[]; readonly batch: number; readonly picks: readonly number[] } & Pick<
    RolloutView,
    "maxUnavailable" | "maxFailures"
  >,
): Course {
  let items = given.fates.map((_, index) => item(index, "waiting", stageOf(index, given.batch)));
  const begun: number[] = [];
  let mostDown = 0;
  let step = 0;
  for (;;) {
    const failures = items.filter(({ state }) => state === "failed").length;
    const decision = nextOfRollout(view(items, { ...given, failures }));
    if (decision.do === "finish") return { begun, state: "done", mostDown };
    if (decision.do === "pause") return { begun, state: "paused", mostDown };
    if (decision.do === "begin") {
      begun.push(...decision.positions);
      items = items.map((entry) =>
        decision.positions.includes(entry.position) ? { ...entry, state: "working" } : entry,
      );
    } else {
      const working = items.filter(({ state }) => state === "working");
      const picked = working[(given.picks[step % given.picks.length] ?? 0) % working.length];
      // Waiting for nothing would be a rollout that never ends.
      if (!picked) throw new Error("waits while nothing is worked on");
      const fate = given.fates[picked.position] ?? "done";
      const ended = {
        ...picked,
        state: fate === "failed-down" ? "failed" : fate,
        down: fate === "failed-down",
      } as const;
      items = items.map((entry) => (entry === picked ? ended : entry));
    }
    step += 1;
    const stages = items.filter(({ state }) => state === "working").map(({ stage }) => stage);
    if (new Set(stages).size > 1) throw new Error("two stages at once");
    mostDown = Math.max(mostDown, items.filter(({ state, down }) => state === "working" || down).length);
  }
}

describe("any rollout", () => {
  const courses = fc.record({
    fates: fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 40 }),
    batch: fc.integer({ min: 1, max: 10 }),
    maxUnavailable: fc.integer({ min: 1, max: 8 }),
    maxFailures: fc.integer({ min: 1, max: 10 }),
    picks: fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
  });

  it("never has more down than allowed, does nothing twice, and comes to an end", () => {
    fc.assert(
      fc.property(courses, (given) => {
        const { begun, state, mostDown } = play(given);
        expect(mostDown).toBeLessThanOrEqual(given.maxUnavailable);
        expect(new Set(begun).size).toBe(begun.length);
        if (state === "done") expect(begun).toHaveLength(given.fates.length);
        expect(begun).toEqual(begun.toSorted((a, b) => a - b));
      }),
    );
  });

  it("does not go on past the failures that are allowed, but for those that were begun already", () => {
    fc.assert(
      fc.property(courses, (given) => {
        const { begun, state } = play(given);
        const failed = begun.filter((position) => given.fates[position]?.startsWith("failed")).length;
        expect(failed).toBeLessThanOrEqual(given.maxFailures - 1 + given.maxUnavailable);
        if (failed === 0) expect(state).toBe("done");
      }),
    );
  });
});
