import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDotenv, toDotenv } from "./dotenv";

function entries(text: string) {
  const reading = parseDotenv(text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return Object.fromEntries(reading.entries.map(({ name, value }) => [name, value]));
}
function faults(text: string) {
  const reading = parseDotenv(text);
  return reading.ok ? [] : reading.faults.map(({ path, line, message }) => ({ path, line, message }));
}

describe("a .env text", () => {
  it.each([
    ["A=1\nB=two words\n", { A: "1", B: "two words" }],
    ["export A=1", { A: "1" }],
    ["\uFEFFA=1\r\nB=2\r\n", { A: "1", B: "2" }],
    ["# nothing\n\n  A = 1 # said\n", { A: "1" }],
    ["A=a#b\nB=#c\nC=", { A: "a#b", B: "", C: "" }],
    ["A='it \\n stays' # yes\n", { A: "it \\n stays" }],
    ['A="one\\ntwo \\"q\\" \\$X \\\\ \\d"\n', { A: 'one\ntwo "q" $X \\ \\d' }],
    ['KEY="-----BEGIN\nabc\n-----END"\nB=2', { KEY: "-----BEGIN\nabc\n-----END", B: "2" }],
    ["A=${HOME}/x", { A: "${HOME}/x" }],
    ["A=b=c==", { A: "b=c==" }],
  ])("%j is read as %j", (text, expected) => expect(entries(text)).toEqual(expected));

  it("has all its faults told at once, each with its line", () => {
    expect(faults('A=1\n9X=2\nnonsense\nA=3\nDATABASE_URL=x\nB="open\nC=4\n')).toEqual([
      { path: "9X", line: 2, message: expect.stringContaining("begins with a letter") },
      { path: "", line: 3, message: "This line is not NAME=value." },
      { path: "A", line: 4, message: "A stands in line 1 already." },
      { path: "DATABASE_URL", line: 5, message: expect.stringContaining("belongs to the portal itself") },
      { path: "B", line: 6, message: expect.stringContaining("quote") },
    ]);
  });

  it("counts lines past a value of several lines", () => {
    expect(faults("A='1\n2\n3'\nnonsense")).toMatchObject([{ line: 4 }]);
  });

  it("tells of what stands behind a closing quote", () => {
    expect(faults("A='1' 2")).toMatchObject([{ path: "A", line: 1 }]);
  });

  it("property: what is written is read back the same", () => {
    const values = fc.array(fc.string({ unit: "grapheme", maxLength: 20 }).filter((text) => !text.includes("\0")));
    fc.assert(
      fc.property(values, (given) => {
        const list = given.map((value, index) => ({ name: `V${index}`, value: value.replaceAll("\r\n", "\n") }));
        expect(parseDotenv(toDotenv(list))).toEqual({ ok: true, entries: list });
      }),
    );
  });

  it("property: never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."A=\"'\\\n # export$"), maxLength: 40 }), (text) => {
        parseDotenv(text);
      }),
    );
  });
});
