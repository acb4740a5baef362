import { describe, expect, it } from "vitest";
import { patchDocumentText, readDocumentText } from "./document-text";

describe("readDocumentText", () => {
  it("reads a text inside container_config as the mapping that it means", () => {
    expect(readDocumentText("name: a\ncontainer_config: |\n  image: x:1\n")).toEqual({
      ok: true,
      value: { name: "a", container_config: { image: "x:1" } },
    });
  });

  it("is an empty document when there are only comments", () => {
    expect(readDocumentText("# later\n\n")).toEqual({ ok: true, value: {} });
  });

  it("names the line of what is not YAML", () => {
    expect(readDocumentText("name: a\n\tport: 1\n")).toMatchObject({ ok: false, faults: [{ line: 2 }] });
  });

  it("refuses a list where a mapping must be", () => {
    expect(readDocumentText("- a\n")).toMatchObject({ ok: false, faults: [{ line: 1 }] });
  });
});

describe("patchDocumentText", () => {
  it("keeps comments and order", () => {
    const text = "# team\nname: a # short\nport: 80\n";
    expect(patchDocumentText(text, ["port"], 8080)).toBe("# team\nname: a # short\nport: 8080\n");
  });

  it("writes into a container_config that is a text, and keeps its comments", () => {
    const text = "name: a\ncontainer_config: |\n  # pinned\n  image: x:1\n";
    const after = patchDocumentText(text, ["container_config", "image"], "x:2");
    expect(after).toContain("# pinned");
    expect(readDocumentText(after)).toMatchObject({ ok: true, value: { container_config: { image: "x:2" } } });
  });

  it("removes the maps that a cleared field leaves empty", () => {
    const text = "name: a\ncontainer_config:\n  resources:\n    limits:\n      cpu: 1\n";
    expect(patchDocumentText(text, ["container_config", "resources", "limits", "cpu"], undefined)).toBe("name: a\n");
  });

  it("begins a list with its first item", () => {
    expect(patchDocumentText("name: a\n", ["container_config", "env", 0], { name: "A", value: "" })).toBe(
      'name: a\ncontainer_config:\n  env:\n    - name: A\n      value: ""\n',
    );
  });

  it("removes only the field where its neighbours stay", () => {
    const text = "name: a\ncontainer_config:\n  image: x\n  command: y\n";
    expect(patchDocumentText(text, ["container_config", "command"], undefined)).toBe(
      "name: a\ncontainer_config:\n  image: x\n",
    );
  });
});
