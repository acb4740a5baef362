import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, it } from "vitest";
import type { Json } from "./json";
import { readJsonValue, readYaml } from "./yaml";
import { yamlLimits } from "./yaml-limits";

const faultsOf = (text: string) => {
  const reading = readYaml(text);
  return reading.ok ? [] : reading.faults;
};

const nested = (levels: number) => Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}a:`).join("\n");

/** Nine lists, each of nine aliases to the one before: 81 aliases, 400 million values. */
const bomb = [
  "a: &a [x, x, x, x, x, x, x, x, x]",
  ..."bcdefghi"
    .split("")
    .map((key, index) => `${key}: &${key} [${Array(9).fill(`*${"abcdefghi"[index]}`).join(", ")}]`),
].join("\n");

describe("readYaml", () => {
  it("reads YAML 1.2: yes, on and dates are texts", () => {
    const reading = readYaml("a: yes\nb: on\nc: 2026-01-01\nd: 0o17\ne: 1e3\n");
    expect(reading).toMatchObject({ ok: true, value: { a: "yes", b: "on", c: "2026-01-01", d: 15, e: 1000 } });
  });

  it.each(["", "\n\n", "# nothing\n"])("reads %j as nothing", (text) =>
    expect(readYaml(text)).toMatchObject({ ok: true, value: null }),
  );

  it("tells the position of keys, items and, for what is absent, of the parent", () => {
    const reading = readYaml("a:\n  b:\n    - one\n    - two\n");
    if (!reading.ok) throw new Error("must be readable");
    expect(reading.positionOf(["a", "b"])).toEqual({ line: 2, column: 3 });
    expect(reading.positionOf(["a", "b", 1])).toEqual({ line: 4, column: 7 });
    expect(reading.positionOf(["a", "zzz", "y"])).toEqual({ line: 1, column: 1 });
  });

  it("reports every duplicate key", () => {
    expect(faultsOf("a: 1\nb: 1\na: 2\nb: 2\n")).toMatchObject([
      { path: "a", message: 'The key "a" is there twice; keep one of them.', line: 3, column: 1 },
      { path: "b", message: 'The key "b" is there twice; keep one of them.', line: 4, column: 1 },
    ]);
  });

  it.each([
    ["merge keys", "base: &b {x: 1}\nuse:\n  <<: *b\n", "Merge keys", 3],
    ["__proto__", "a:\n  __proto__: {x: 1}\n", "__proto__", 2],
    ["constructor", "constructor: 1\n", "constructor", 1],
    ["a second document", "a: 1\n---\nb: 2\n", "more than one YAML document", 2],
    ["an unknown alias", "a: *x\n", "not valid YAML", 1],
    ["a tag", "a: !!binary abc\n", "not valid YAML", 1],
    ["a list as key", "? [a]\n: 1\n", "key must be a simple text", 1],
    ["infinity", "a: .inf\n", "finite", 1],
    ["a control character", "a: b\nc: \u0007\n", "U+0007", 2],
    ["half a surrogate pair", "a: \ud800\n", "U+D800", 1],
    ["an open quote", 'a: "x\n', "not valid YAML", 2],
    ["a tab as indentation", "a:\n\tb: 1\n", "YAML", 2],
  ])("refuses %s and says where", (_, text, message, line) => {
    const [fault] = faultsOf(text);
    expect(fault?.message).toContain(message);
    expect(fault?.line).toBe(line);
  });

  it("allows 40 levels and refuses 41", () => {
    expect(faultsOf(`${nested(40)} x`)).toEqual([]);
    expect(faultsOf(`${nested(41)} x`)[0]?.message).toContain("40 levels");
  });

  it("allows 100 aliases and refuses 101", () => {
    const aliases = (count: number) => `a: &a 1\nb:\n${"- *a\n".repeat(count)}`;
    expect(faultsOf(aliases(100))).toEqual([]);
    expect(faultsOf(aliases(101))[0]?.message).toContain("100 aliases");
  });

  it.each([
    ["an alias bomb", bomb, "values"],
    ["brackets without end", "[".repeat(200_000), "levels"],
    ["dashes without end", "- ".repeat(100_000), "levels"],
    ["brackets behind a broken quote", `a: "\n${"[".repeat(200_000)}`, "YAML"],
    ["many keys that are the same", "a: 1\n".repeat(40_000), "YAML"],
    ["10 MB", "x".repeat(10 * 1024 * 1024), "KiB"],
  ])("refuses %s without effort", (_, text, message) => {
    expect(faultsOf(text)[0]?.message).toContain(message);
  });

  it("allows what has exactly 256 KiB, and counts bytes, not letters", () => {
    const filled = (bytes: number) => `a: ${"x".repeat(bytes - 3)}`;
    expect(faultsOf(filled(yamlLimits.bytes))).toEqual([]);
    expect(faultsOf(filled(yamlLimits.bytes + 1))).toHaveLength(1);
    expect(faultsOf(`a: ${"ä".repeat(yamlLimits.bytes / 2)}`)).toHaveLength(1);
  });

  it("property: reads back what js-yaml wrote", () => {
    const documents = fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => !["__proto__", "constructor", "prototype", "<<"].includes(key)),
      fc.jsonValue({ maxDepth: 3 }),
    );
    fc.assert(
      fc.property(documents, (value) => {
        const text = dump(value);
        const reading = readYaml(text);
        if (reading.ok) expect(JSON.stringify(reading.value)).toBe(JSON.stringify(JSON.parse(JSON.stringify(value))));
        else
          expect(reading.faults.every((fault) => /control character|not allowed|Merge keys/.test(fault.message))).toBe(
            true,
          );
      }),
      { numRuns: 300 },
    );
  });

  it("property: never throws, whatever the text", () => {
    const pieces = fc.constantFrom(
      "a",
      ":",
      " ",
      "\n",
      "-",
      "[",
      "]",
      "{",
      "}",
      "&a",
      "*a",
      "!!x",
      "|",
      ">",
      "'",
      '"',
      "#",
      "%",
      "?",
      "---",
      "\t",
      "<<",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const reading = readYaml(parts.join(""));
        expect(reading.ok || reading.faults.length > 0).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("readJsonValue", () => {
  it("keeps the limits of YAML", () => {
    let deep: Json = 1;
    for (let level = 0; level < 50; level++) deep = { a: deep };
    expect(readJsonValue(deep)).toMatchObject({ ok: false });
    expect(readJsonValue({ a: "x".repeat(300_000) })).toMatchObject({ ok: false });
    expect(readJsonValue({ a: Number.NaN })).toMatchObject({ ok: false, faults: [{ path: "a" }] });
    expect(readJsonValue(JSON.parse('{"a": {"__proto__": 1}}'))).toMatchObject({ ok: false });
  });
});
