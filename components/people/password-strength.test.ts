import { describe, expect, it } from "vitest";
import { passwordStrength } from "./password-strength";

describe("passwordStrength", () => {
  it.each([
    ["", "short"],
    ["Abc123!defg", "short"],
    ["aaaaaaaaaaaaaaaa", "weak"],
    ["abcabcabcabcabc", "weak"],
    ["quietharbour", "weak"],
    ["Quiet harbour 7", "strong"],
    ["correct horse battery staple", "fair"],
  ])("judges %j as %s", (password, expected) => {
    expect(passwordStrength(password)).toBe(expected);
  });
});
