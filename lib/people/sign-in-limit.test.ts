import { describe, expect, it } from "vitest";
import { waitSeconds } from "./sign-in-limit";

const rule = { free: 3, longest: 60 };

describe("the wait after failed sign-ins", () => {
  it.each([
    [0, 0],
    [2, 0],
    [3, 1],
    [4, 2],
    [5, 4],
    [9, 60],
    [1_000_000, 60],
  ])("after %d failures is %d seconds", (count, seconds) => {
    expect(waitSeconds(rule, { count, last: 1_000 }, 1_000)).toBe(seconds);
  });

  it("gets shorter as time passes and is over at its end", () => {
    expect(waitSeconds(rule, { count: 5, last: 0 }, 1_500)).toBe(3);
    expect(waitSeconds(rule, { count: 5, last: 0 }, 4_000)).toBe(0);
  });

  it("is forgotten after a quiet hour", () => {
    expect(waitSeconds({ free: 0, longest: 7_200 }, { count: 30, last: 0 }, 3_600_000)).toBe(0);
  });
});
