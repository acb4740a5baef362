import { describe, expect, it } from "vitest";
import { writeChange } from "./accept-drift";

const text = "# mine\nname: lab\ncontainer_config:\n  image: a:1 # pinned\n  env:\n    - name: A\n      value: '1'\n";
const env = (name: string, value?: string) => ({
  path: ["container_config", "env", name],
  value: value === undefined ? undefined : { name, value },
});

describe("what somebody changed is written into the document", () => {
  it("in its place, with comments kept", () => {
    expect(writeChange(text, { path: ["container_config", "image"], value: "b:2" })).toBe(
      text.replace("a:1 # pinned", "b:2 # pinned"),
    );
    expect(writeChange(text, { path: ["labels", "team"], value: "data" })).toContain("labels:\n  team: data");
  });

  it("as a variable of the list, changed, added or taken away", () => {
    expect(writeChange(text, env("A", "2"))).toMatch(/value: ['"]2['"]/);
    expect(writeChange(text, env("B", "x"))).toMatch(/name: B\n +value: x/);
    expect(writeChange(text, env("A"))).not.toContain("name: A");
    expect(writeChange(text, env("FROM_TEMPLATE"))).toMatch(/name: FROM_TEMPLATE\n +value: null/);
  });

  it("in the map of a document that has one", () => {
    const mapped = "name: lab\ncontainer_config:\n  environment:\n    A: '1'\n";
    expect(writeChange(mapped, env("A", "two"))).toMatch(/environment:\n +A: ['"]?two/);
    expect(writeChange(mapped, env("A"))).not.toContain("A:");
  });

  it("in Docker's words where the document speaks them", () => {
    const limit = (value: string) => ({ path: ["container_config", "resources", "limits", "memory"], value });
    const docker = "name: lab\ncontainer_config:\n  mem_limit: 64m\n";
    expect(writeChange(docker, limit("96Mi"))).toBe(docker.replace("64m", "96m"));
    expect(writeChange(docker, limit("100000001"))).toBe(docker.replace("64m", "100000001b"));
    expect(writeChange(text, limit("96Mi"))).toContain("resources:\n    limits:\n      memory: 96Mi");
  });

  it("inside a container configuration that is a text of its own", () => {
    const nested = "name: lab\ncontainer_config: |\n  # inner\n  image: a:1\n";
    const changed = writeChange(nested, { path: ["container_config", "image"], value: "b:2" });
    expect(changed).toBe("name: lab\ncontainer_config: |\n  # inner\n  image: b:2\n");
    expect(writeChange(nested, env("B", "x"))).toMatch(/# inner\n +image: a:1\n +env:\n +- name: B/);
  });
});
