import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePatterns, splitList } from "./patterns";

const matches = (list: string, name: string) => compilePatterns(list).matches(name);

describe("patterns", () => {
  it.each([
    ["VAR1,VAR2", "VAR2", true],
    ["VAR1,VAR2", "VAR", false],
    ["DEV_ENV_*", "DEV_ENV_X", true],
    ["DEV_ENV_*", "MY_DEV_ENV_X", false],
    ["*_X_*", "A_X_B", true],
    ["*_X_*", "A_Y_B", false],
    ["A*A", "A", false],
    ["A*B*C", "AxBxC", true],
    ["A*BC*C", "ABC", false],
    ["DEV_?", "DEV_1", true],
    ["DEV_?", "DEV_12", false],
    ["[AB]_X", "B_X", true],
    ["[!AB]_X", "B_X", false],
    ["{DEV,PROD}_X", "PROD_X", true],
    ["{DEV,PROD}_X, OTHER", "OTHER", true],
    ["{A*,B?}_X", "AAA_X", true],
    ["/^DEV_.*$/", "DEV_1", true],
    ["/DEV/", "MY_DEV_1", true],
    ["/a{1,2}/,B", "B", true],
    ["A.B", "AxB", false],
    ["A|B", "A", false],
    [" X , Y ", "Y", true],
    ["*", "ANYTHING", true],
    ["dev_my-*", "dev_my-workspace", true],
    ["", "X", false],
  ])("%j and %s: %s", (list, name, expected) => expect(matches(list, name)).toBe(expected));

  it.each(["[A", "{A,B", "/(/", "/(?=x)/", "A}", "[]"])("%j is a fault, and matches nothing", (item) => {
    const compiled = compilePatterns(item);
    expect(compiled.faults).toHaveLength(1);
    expect(compiled.matches("A")).toBe(false);
  });

  it("a bad pattern does not take the good ones with it", () => expect(matches("[A,/(/", "X")).toBe(false));

  it("an expression that would never end elsewhere is answered at once", () => {
    expect(matches("/^(a+)+$/", `${"a".repeat(5_000)}b`)).toBe(false);
  });

  it("10,000 names against 200 patterns give the same as each alone", () => {
    const list = Array.from({ length: 200 }, (_, index) => (index % 2 ? `TEAM_${index}_*` : `NAME_${index}`));
    const { matches: match } = compilePatterns(list.join(","));
    const names = Array.from({ length: 10_000 }, (_, index) => `TEAM_${index % 400}_${index}`);
    expect(names.filter(match)).toHaveLength(
      names.filter((name) => Number(name.split("_")[1]) % 2 === 1 && Number(name.split("_")[1]) < 200).length,
    );
  });

  it("property: a name without special characters matches itself only", () => {
    const names = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,20}$/);
    fc.assert(fc.property(names, names, (a, b) => matches(a, b) === (a === b)));
  });

  it("property: never throws, whatever the list", () => {
    const list = fc.string({ unit: fc.constantFrom(..."AB*?[]{},/\\!^-.()|+$ "), maxLength: 30 });
    fc.assert(
      fc.property(list, (text) => typeof matches(text, "AB") === "boolean"),
      { numRuns: 2000 },
    );
  });
});

describe("splitList", () => {
  it("splits at commas outside braces, brackets and expressions", () => {
    expect(splitList("A, {B,C}_X, /d{1,2}/, [,]E")).toEqual(["A", "{B,C}_X", "/d{1,2}/", "[,]E"]);
  });
});
