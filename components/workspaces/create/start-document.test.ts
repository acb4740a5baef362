import { describe, expect, it } from "vitest";
import type { TemplateDto } from "@/lib/workspaces/dto";
import { firstCluster, moveToCluster, startDocument, type ClusterChoice } from "./start-document";

const cluster = (name: string, change: Partial<ClusterChoice> = {}): ClusterChoice => ({
  name,
  type: "local",
  state: "connected",
  reason: null,
  reason_text: null,
  is_default: false,
  ...change,
});
const template = (name: string): TemplateDto => ({
  name,
  title: name,
  description: "",
  icon: "box",
  cluster_types: [],
  version: 1,
  built_in: true,
  hidden: false,
  deprecated: false,
  redirect: null,
  parameters: [],
  document: {},
});

describe("firstCluster", () => {
  it("takes the wished one, then the default, then one that answers", () => {
    const list = [cluster("a", { state: "unreachable" }), cluster("b"), cluster("c", { is_default: true })];
    expect(firstCluster(list, "a")?.name).toBe("a");
    expect(firstCluster(list, null)?.name).toBe("c");
    expect(firstCluster(list.slice(0, 2), "gone")?.name).toBe("b");
    expect(firstCluster([], null)).toBeUndefined();
  });
});

describe("moveToCluster", () => {
  const text = startDocument("note", "local", "notes");

  it("keeps the comment and takes a template that the other cluster has", () => {
    expect(moveToCluster(text, "docker", "notes", [template("mage")])).toBe(
      "# note\nname:\ncluster: docker\ntemplate: mage\n",
    );
  });

  it("keeps the template where the other cluster has it too", () => {
    expect(moveToCluster(text, "other", "notes", [template("mage"), template("notes")])).toContain("template: notes");
  });
});
