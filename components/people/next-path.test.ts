import { describe, expect, it } from "vitest";
import { nextPath } from "./next-path";

describe("nextPath", () => {
  it.each(["/clusters", "/workspaces/ada?cluster=local&action=update"])("goes on to %s", (path) => {
    expect(nextPath(path)).toBe(path);
  });

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/\tevil",
    "",
    undefined,
    ["/a"],
  ])("never leaves the portal for %j", (path) => {
    expect(nextPath(path)).toBe("/workspaces");
  });
});
