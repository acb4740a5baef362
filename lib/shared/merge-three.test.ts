import { describe, expect, test } from "vitest";
import { mergeThree } from "./merge-three";

const listKey = (path: string) => (path.endsWith("env") ? "name" : undefined);

describe("three-way merge", () => {
  test.each([
    ["what did not change stays as it was found", { a: 1 }, { a: 1 }, { a: 2, b: 3 }, { a: 2, b: 3 }],
    ["what changed is made", { a: 1 }, { a: 5 }, { a: 2, b: 3 }, { a: 5, b: 3 }],
    ["what was taken away goes", { a: 1 }, {}, { a: 2, b: 3 }, { b: 3 }],
    ["what was added comes", {}, { c: 1 }, { b: 3 }, { b: 3, c: 1 }],
    ["depth does not matter", { a: { b: 1, c: 1 } }, { a: { b: 2, c: 1 } }, { a: { c: 9 } }, { a: { c: 9, b: 2 } }],
    ["a list without a key is one value", { l: [1] }, { l: [2] }, { l: [3] }, { l: [2] }],
    ["an unchanged list is not touched", { l: [1] }, { l: [1] }, { l: [3] }, { l: [3] }],
  ])("%s", (_what, base, wanted, found, expected) => {
    expect(mergeThree(base, wanted, found, listKey)).toEqual(expected);
  });

  test("items of a keyed list change, come and go one by one, in the order found", () => {
    const item = (name: string, value: string) => ({ name, value });
    const base = { env: [item("A", "1"), item("B", "1"), item("C", "1")] };
    const wanted = { env: [item("A", "2"), item("C", "1"), item("D", "1")] };
    const found = { env: [item("Z", "0"), item("B", "1"), item("A", "1")] };
    expect(mergeThree(base, wanted, found, listKey)).toEqual({
      env: [item("Z", "0"), item("A", "2"), item("D", "1")],
    });
  });
});
