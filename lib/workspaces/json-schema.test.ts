import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { workspaceJsonSchema } from "./json-schema";

const validator = (type: "kubernetes" | "docker" | "local") =>
  new Ajv({ strict: false, validateFormats: false }).compile(workspaceJsonSchema(type));

describe("workspaceJsonSchema", () => {
  it("accepts a document with container_config as map or as text", () => {
    const valid = validator("kubernetes");
    expect(valid({ name: "a", container_config: { image: "x", env: [{ name: "A", value: "1" }] } })).toBe(true);
    expect(valid({ name: "a", container_config: "image: x" })).toBe(true);
  });

  it("refuses unknown keys at every depth", () => {
    const valid = validator("kubernetes");
    expect(valid({ name: "a", nmae: 1 })).toBe(false);
    expect(valid({ name: "a", container_config: { livenessProbe: { httpget: {} } } })).toBe(false);
  });

  it("knows the words of each cluster type only", () => {
    expect(validator("docker")({ name: "a", container_config: { environment: { A: 1 } } })).toBe(true);
    expect(validator("kubernetes")({ name: "a", container_config: { environment: { A: 1 } } })).toBe(false);
    expect(validator("docker")({ name: "a", namespace: "x" })).toBe(false);
  });

  it("explains every field to the person who hovers over it, and stays below 100 kB", () => {
    const schema = workspaceJsonSchema("kubernetes");
    for (const [key, property] of Object.entries(schema.properties as Record<string, { description?: string }>)) {
      expect(property.description, key).toBeTruthy();
    }
    expect(JSON.stringify(schema).length).toBeLessThan(100_000);
  });
});
