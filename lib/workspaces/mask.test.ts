import { describe, expect, it } from "vitest";
import { maskChange, masked, maskManifest } from "./mask";

const names = new Set(["PASSWORD"]);

describe("masking of secrets", () => {
  it.each([
    [
      "a list of names and values",
      {
        env: [
          { name: "PASSWORD", value: "hunter2" },
          { name: "A", value: "b" },
        ],
      },
    ],
    ["a list of texts", { env: ["PASSWORD=hunter2", "A=b"] }],
    ["a map", { environment: { PASSWORD: "hunter2", A: "b" } }],
    [
      "a nested pod",
      {
        spec: {
          containers: [
            {
              env: [
                { name: "PASSWORD", value: "hunter2" },
                { name: "A", value: "b" },
              ],
            },
          ],
        },
      },
    ],
    [
      "a variable that says so itself",
      {
        env: [
          { name: "OTHER", value: "hunter2", secret: true },
          { name: "A", value: "b" },
        ],
      },
    ],
  ])("hides the value in %s and nothing else", (_, body) => {
    const text = JSON.stringify(maskManifest({ kind: "X", name: "x", body }, names).body);
    expect(text).not.toContain("hunter2");
    expect(text).toContain(masked);
    expect(text).toContain("b");
  });

  it("hides all values of a Secret object", () => {
    const body = { data: { A: "aHVudGVyMg==" }, type: "Opaque" };
    expect(maskManifest({ kind: "Secret", name: "x", body }, new Set()).body).toEqual({
      data: { A: masked },
      type: "Opaque",
    });
  });

  it.each([
    ["Secret", "data.A", "hunter2"],
    ["Container", "env[name=PASSWORD].value", "hunter2"],
    ["Container", "env", ["PASSWORD=hunter2"]],
    ["Container", "environment.PASSWORD", "hunter2"],
    ["Workload", "environment[name=PASSWORD]", { name: "PASSWORD", value: "hunter2" }],
  ])("hides it in a change of %s at %s", (kind, path, value) => {
    const change = maskChange(kind, { path, before: undefined, after: value, effect: "restart" }, names);
    expect(JSON.stringify(change)).not.toContain("hunter2");
  });

  it("leaves other changes as they are", () => {
    const change = { path: "env[name=A].value", before: "1", after: "2", effect: "restart" } as const;
    expect(maskChange("Container", change, names)).toEqual(change);
  });
});
