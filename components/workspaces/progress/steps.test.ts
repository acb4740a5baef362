import { describe, expect, it } from "vitest";
import { formatSeconds, timelineOf } from "./steps";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const progress = [
  { at: at(0), step: "queued", message: "Queued" },
  { at: at(2), step: "apply", message: "Applied" },
  { at: at(5), step: "wait", message: "Waiting" },
];

describe("timelineOf", () => {
  it("measures each step until the next, and the last until now", () => {
    const steps = timelineOf({ progress, state: "running", finished_at: null }, Date.parse(at(9)));
    expect(steps.map((step) => [step.seconds, step.state])).toEqual([
      [2, "done"],
      [3, "done"],
      [4, "current"],
    ]);
  });

  it("stops the clock when the operation has ended", () => {
    const steps = timelineOf({ progress, state: "done", finished_at: at(6) }, Date.parse(at(60)));
    expect(steps.at(-1)).toMatchObject({ seconds: 1, state: "done" });
  });

  it("marks the step at which it failed", () => {
    expect(timelineOf({ progress, state: "failed", finished_at: at(6) }, null).at(-1)).toMatchObject({
      state: "failed",
    });
  });

  it("has no duration for a running step before the clock is known", () => {
    expect(timelineOf({ progress, state: "running", finished_at: null }, null).at(-1)?.seconds).toBeNull();
  });

  it("is never negative when the server's clock is ahead", () => {
    expect(timelineOf({ progress, state: "running", finished_at: null }, Date.parse(at(1))).at(-1)?.seconds).toBe(0);
  });
});

describe("formatSeconds", () => {
  it.each([
    [0.42, "0.4 s"],
    [12.9, "12 s"],
    [185, "3 min 05 s"],
  ])("writes %d as %s", (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
});
