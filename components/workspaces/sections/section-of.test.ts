import { describe, expect, it } from "vitest";
import { documentSchema } from "@/lib/workspaces/schema";
import { sectionOf } from "./section-of";

describe("sectionOf", () => {
  it.each([
    ["container_config.env[0].name", "environment"],
    ["container_config.resources.limits.cpu", "resources"],
    ["container_config.livenessProbe", "container"],
    ["container_config", "container"],
    ['labels["a.b/c"]', "basics"],
    ["lifecycle_config.termination_policy", "lifecycle"],
  ])("finds %s in %s", (path, section) => expect(sectionOf(path)).toBe(section));

  it("knows every field of a document", () => {
    const inContainer = Object.keys(documentSchema.shape).filter((key) => sectionOf(key) === "container");
    expect(inContainer.sort()).toEqual(["container_config", "health_path", "port"]);
  });
});
