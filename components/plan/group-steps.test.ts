import { describe, expect, it } from "vitest";
import { formatValue } from "./format-value";
import { groupSteps, type PlanStep } from "./group-steps";

const step = (action: PlanStep["action"], name: string): PlanStep => ({
  action,
  kind: "Service",
  name,
  effect: "none",
  changes: [],
  object: null,
});

describe("groupSteps", () => {
  it("shows what is deleted before what is made", () => {
    const groups = groupSteps([step("create", "a"), step("update", "b"), step("delete", "c"), step("create", "d")]);
    expect(groups.map((group) => [group.action, group.steps.map((item) => item.name)])).toEqual([
      ["delete", ["c"]],
      ["update", ["b"]],
      ["create", ["a", "d"]],
    ]);
  });

  it("is empty for a plan without steps", () => {
    expect(groupSteps([])).toEqual([]);
  });
});

describe("formatValue", () => {
  it.each([
    [null, null],
    ["text", "text"],
    [3, "3"],
    [false, "false"],
    [["sh", "-c"], '["sh","-c"]'],
  ])("shows %j as %j", (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it("breaks what is long into lines", () => {
    expect(formatValue({ key: "x".repeat(80) })).toContain("\n");
  });
});
