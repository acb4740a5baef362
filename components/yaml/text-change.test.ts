import { describe, expect, it } from "vitest";
import { smallestChange } from "./text-change";

describe("smallestChange", () => {
  it.each([
    ["cpu: 1\n", "cpu: 2\n", { start: 5, end: 6, text: "2" }],
    ["a: 1\n", "a: 1\nb: 2\n", { start: 5, end: 5, text: "b: 2\n" }],
    ["aa", "aaa", { start: 2, end: 2, text: "a" }],
    ["abc", "", { start: 0, end: 3, text: "" }],
  ])("leaves what both texts share: %j to %j", (before, after, change) => {
    expect(smallestChange(before, after)).toEqual(change);
  });

  it("is nothing for equal texts", () => {
    expect(smallestChange("x", "x")).toBeNull();
  });
});
