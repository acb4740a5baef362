import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkName, longestName, reservedNames } from "./names";

describe("checkName", () => {
  it.each(["a", "team-1", "1st", "a".repeat(40), "new-one"])("allows %s", (name) => expect(checkName(name)).toBeNull());

  it.each([
    ["", "Give the workspace a name"],
    ["Team", 'Use small letters: "team"'],
    ["A_b", "Only small letters"],
    ["Admin", "Only small letters"],
    ["a_b", "Only small letters"],
    ["a.b", "Only small letters"],
    ["-a", "begin and end"],
    ["a-", "begin and end"],
    ["a".repeat(41), "at most 40"],
    ["xn--abc", "internationalised"],
    ["../etc", "Only small letters"],
    ["é", "Only small letters"],
  ])("refuses %j: %s", (name, reason) => expect(checkName(name)?.message).toContain(reason));

  it.each([...reservedNames])("refuses the reserved name %s", (name) =>
    expect(checkName(name)?.message).toContain("reserved"),
  );

  it("property: what it allows is an RFC 1123 label", () => {
    const likely = fc.string({ unit: fc.constantFrom(..."abz019-_.A "), maxLength: 45 });
    fc.assert(
      fc.property(fc.oneof(likely, fc.string()), (name) => {
        if (checkName(name) !== null) return;
        expect(name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
        expect(name.length).toBeLessThanOrEqual(longestName);
      }),
      { numRuns: 1000 },
    );
  });
});
