import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffLines, unifiedDiff } from "./line-diff";

const texts = fc
  .array(fc.constantFrom("a", "b", "c", "  d: 1", ""), { maxLength: 12 })
  .map((lines) => lines.join("\n"));
const side = (before: string, after: string, kind: "removed" | "added") =>
  diffLines(before, after)
    .filter((line) => line.kind === "same" || line.kind === kind)
    .map((line) => line.text)
    .join("\n");

describe("the difference of two texts", () => {
  it("gives both texts back, less a last line end", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(side(before, after, "removed")).toBe(before.replace(/\n$/, ""));
        expect(side(before, after, "added")).toBe(after.replace(/\n$/, ""));
      }),
    );
  });

  it("is empty for equal texts", () => {
    expect(unifiedDiff("a\nb\n", "a\nb\n")).toBe("");
    expect(unifiedDiff("", "")).toBe("");
  });

  it("shows what changed with the lines around it, and where lines are left out", () => {
    const before = ["1", "2", "3", "4", "5", "6", "7", "8", "9"].join("\n");
    const after = ["1", "two", "3", "4", "5", "6", "7", "8", "9", "10"].join("\n");
    expect(unifiedDiff(before, after, 1)).toBe(" 1\n-2\n+two\n 3\n…\n 9\n+10");
  });

  it("keeps moved blocks small", () => {
    expect(diffLines("a\nb\nc\n", "b\nc\na\n").map(({ kind, text }) => kind + text)).toEqual([
      "removeda",
      "sameb",
      "samec",
      "addeda",
    ]);
  });
});
