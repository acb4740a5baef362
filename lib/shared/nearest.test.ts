import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "./nearest";

const known = ["image", "command", "resources", "env", "volumeMounts", "health_path", "name"];

describe("nearest", () => {
  it.each([
    ["imge", "image"],
    ["resource", "resources"],
    ["volumemounts", "volumeMounts"],
    ["volume_mounts", "volumeMounts"],
    ["healthPath", "health_path"],
    ["nmae", "name"],
  ])("%s means %s", (word, meant) => expect(nearest(word, known)).toBe(meant));

  it.each(["zzzzzz", "", "x", "a".repeat(1000)])("has no guess for %j", (word) =>
    expect(nearest(word, known)).toBeUndefined(),
  );

  it("property: a known word is its own nearest", () => {
    fc.assert(fc.property(fc.constantFrom(...known), (word) => nearest(word, known) === word));
  });
});
