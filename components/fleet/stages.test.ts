import { describe, expect, it } from "vitest";
import { stagesOf } from "./stages";

describe("stages", () => {
  it("count what has ended and what failed, and leave out what was never to be touched", () => {
    const items = [
      { stage: 2, state: "waiting" },
      { stage: 1, state: "done" },
      { stage: 1, state: "failed" },
      { stage: null, state: "excluded" },
      { stage: 1, state: "working" },
    ] as const;
    expect(stagesOf(items)).toEqual([
      { number: 1, all: 3, ended: 2, failed: 1, begun: true },
      { number: 2, all: 1, ended: 0, failed: 0, begun: false },
    ]);
  });
});
