import { describe, expect, it } from "vitest";
import { commandWords } from "./command";

describe("a command", () => {
  it.each([
    ["mage start demo", ["mage", "start", "demo"]],
    ["  a   b ", ["a", "b"]],
    ["sh -c 'echo $HOME; exit 1'", ["sh", "-c", "echo $HOME; exit 1"]],
    ['say "two words" \\"quoted\\"', ["say", "two words", '"quoted"']],
    ['a "" b', ["a", "", "b"]],
    ['"a\\"b\\n"', ['a"b\\n']],
    ["one'two'three", ["onetwothree"]],
  ])("%s is split as a shell would", (text, words) => {
    expect(commandWords(text, "command")).toEqual(words);
  });

  it("as a list is taken as it is, numbers as texts", () => {
    expect(commandWords(["sleep", 5, "$HOME"], "command")).toEqual(["sleep", "5", "$HOME"]);
  });

  it.each([null, undefined, "", "  ", []])("%j is none", (value) => {
    expect(commandWords(value, "command")).toBeNull();
  });

  it.each([[{ a: 1 }], [[["nested"]]], ["'open"]])("%j is refused", (value) => {
    expect(() => commandWords(value, "command")).toThrow(/container_config.command/);
  });
});
