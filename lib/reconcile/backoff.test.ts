import { describe, expect, it } from "vitest";
import { backoff } from "./backoff";

describe("the wait before the next attempt", () => {
  it("doubles and ends at the most", () => {
    const waits = [1, 2, 3, 20, 5000].map((attempt) => backoff(attempt, 1, { first: 100, most: 1000 }));
    expect(waits).toEqual([100, 200, 400, 1000, 1000]);
  });

  it("lies between half and all of that", () => {
    expect(backoff(1, 0, { first: 100, most: 1000 })).toBe(50);
    expect(backoff(0, 0.5, { first: 100, most: 1000 })).toBe(75);
  });
});
