import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readYaml } from "@/lib/shared/yaml";
import { fillPlaceholders, findPlaceholders, readPlaceholders } from "./placeholders";

describe("placeholders", () => {
  it("a text that is nothing but a placeholder becomes the value with its type", () => {
    const document = { a: "${n}", b: "${yes}", c: ["${n}", "x"] };
    expect(fillPlaceholders(document, { n: 3, yes: false })).toEqual({ a: 3, b: false, c: [3, "x"] });
  });

  it("inside a longer text a value is its characters", () => {
    expect(fillPlaceholders({ a: "img:${tag}-${n}" }, { tag: "v", n: 0.5 })).toEqual({ a: "img:v-0.5" });
  });

  it("without a value, what stands for it alone is left out", () => {
    expect(fillPlaceholders({ a: "${x}", b: { c: "${x}" }, d: ["${x}", 1] }, {})).toEqual({ b: {}, d: [1] });
  });

  it("two dollars stand for the characters themselves", () => {
    expect(fillPlaceholders({ a: "$${HOME} $HOME $(HOME) ${x}" }, { x: "y" })).toEqual({
      a: "${HOME} $HOME $(HOME) y",
    });
    expect(readPlaceholders("$${a").open).toBe(false);
    expect(readPlaceholders("${a").open).toBe(true);
  });

  it("keys named like properties of objects are ordinary names", () => {
    expect(fillPlaceholders({ a: "${constructor}" }, {})).toEqual({});
    const document = JSON.parse('{ "__proto__": "${x}" }') as { readonly [key: string]: string };
    expect(Object.entries(fillPlaceholders(document, { x: 1 }))).toEqual([["__proto__", 1]]);
  });

  it("any text stays that text: nothing of it becomes YAML, a placeholder or another value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (value, other) => {
        const document = { alone: "${a}", within: "<${a}>", list: ["${a}"], safe: "${b}" };
        expect(fillPlaceholders(document, { a: value, b: other })).toEqual({
          alone: value,
          within: `<${value}>`,
          list: [value],
          safe: other,
        });
      }),
    );
  });

  it("values that look like YAML or like placeholders are put in as they are, once", () => {
    for (const value of [
      "${b}",
      "$${b}",
      "x\nprivileged: true",
      "{a: 1}",
      "- a",
      "*alias",
      "!!js/function",
      "yes",
      "1e3",
      "null",
      '"',
    ]) {
      const filled = fillPlaceholders({ a: "${a}", c: "${a}${b}" }, { a: value, b: "B" });
      expect(filled).toEqual({ a: value, c: `${value}B` });
      // A text in YAML too: the shown document is read back as the same values.
      expect(readYaml(JSON.stringify(filled))).toMatchObject({ ok: true, value: filled });
    }
  });

  it("every place of a placeholder is found, and keys that look like one", () => {
    const found = findPlaceholders({ a: ["x${p}", "${q}"], "${k}": "$${z}", b: "${" });
    expect(found).toEqual([
      { path: ["a", 0], kind: "use", parameter: "p", alone: false },
      { path: ["a", 1], kind: "use", parameter: "q", alone: true },
      { path: ["${k}"], kind: "key" },
      { path: ["b"], kind: "open" },
    ]);
  });
});
