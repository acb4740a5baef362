import { describe, expect, it } from "vitest";
import { resourceFields } from "../resources/paths";
import { containerFields } from "./paths";

describe("containerFields", () => {
  it("uses each cluster type's own keys", () => {
    expect(containerFields("kubernetes").workingDirectory).toEqual(["container_config", "workingDir"]);
    expect(containerFields("docker").workingDirectory).toEqual(["container_config", "working_dir"]);
  });

  it("offers no image where there are no images", () => {
    expect(containerFields("local").image).toBeNull();
  });
});

describe("resourceFields", () => {
  it("goes on with Docker's own spelling where the document uses it", () => {
    const fields = resourceFields({ container_config: { mem_limit: "2g" } }, "docker");
    expect(fields.memoryLimit).toEqual(["container_config", "mem_limit"]);
    expect(fields.cpuLimit).toEqual(["container_config", "resources", "limits", "cpu"]);
  });

  it("does not take Docker's spelling on Kubernetes", () => {
    expect(resourceFields({ container_config: { mem_limit: "2g" } }, "kubernetes").memoryLimit).toContain("limits");
  });
});
