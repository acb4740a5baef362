import { describe, expect, it } from "vitest";
import { clusterTypes } from "@/lib/provisioning/provider";
import { parseDocumentJson } from "@/lib/workspaces/document";
import { availableTemplates, builtInTemplates, templatePrograms } from "./built-in";

describe("built-in templates", () => {
  it("every one is a valid document on the cluster types it names", () => {
    for (const template of builtInTemplates) {
      for (const clusterType of template.cluster_types) {
        expect(parseDocumentJson({ name: "a", ...template.document }, { clusterType }), template.name).toMatchObject({
          ok: true,
        });
      }
    }
  });

  it("a name is offered once per cluster type", () => {
    for (const type of clusterTypes) {
      const names = availableTemplates(type, templatePrograms).map((template) => template.name);
      expect(new Set(names).size, type).toBe(names.length);
    }
  });

  it("local templates appear only with their program; files and notes need none", () => {
    expect(availableTemplates("local", []).map((template) => template.name)).toEqual(["notes"]);
    expect(availableTemplates("local", ["jupyter"]).map((template) => template.name)).toEqual(["notes", "jupyterlab"]);
  });
});
