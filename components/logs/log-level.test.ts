import { describe, expect, it } from "vitest";
import { atLeast, levelOf, type LogLevel } from "./log-level";

const cases: readonly (readonly [LogLevel, string])[] = [
  ["error", "2026-01-01T00:00:00Z ERROR cannot connect"],
  ["error", "[error] cannot connect"],
  ["error", "error: cannot connect"],
  ["error", '{"level":"error","message":"cannot connect"}'],
  ["error", "level=fatal msg=gone"],
  ["error", "ValueError: bad literal"],
  ["error", "Traceback (most recent call last):"],
  ["warning", "[W 12:00:00] WARNING slow"],
  ["warning", '{"level": "warn"}'],
  ["warning", "DeprecationWarning: use the other"],
  ["other", "done, 0 errors, 0 warnings"],
  ["other", "GET /error 200"],
  ["other", ""],
];

describe("the level of a line", () => {
  it.each(cases)("is %s: %s", (level, text) => {
    expect(levelOf(text, "other")).toBe(level);
  });

  it("of a stack trace is that of the line above it, and ends with the trace", () => {
    expect(levelOf("    at connect (db.js:3:1)", "error")).toBe("error");
    expect(levelOf("listening on 6789", "error")).toBe("other");
  });

  it("lets through what is at least as grave", () => {
    const lines = (["other", "warning", "error"] as const).map((level) => ({ level }));
    expect(atLeast(lines, "other")).toHaveLength(3);
    expect(atLeast(lines, "warning").map(({ level }) => level)).toEqual(["warning", "error"]);
    expect(atLeast(lines, "error").map(({ level }) => level)).toEqual(["error"]);
  });
});
