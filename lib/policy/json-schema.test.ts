import { expect, it } from "vitest";
import { isObject } from "@/lib/shared/json";
import { policyJsonSchema } from "./json-schema";
import { policyKeys } from "./schema";

const schema = policyJsonSchema();
const keysOf = (value: unknown) => (isObject(value) && isObject(value.properties) ? Object.keys(value.properties) : []);

it("completes the policy's own keys and the fields of a document", () => {
  expect(keysOf(schema)).toEqual(
    expect.arrayContaining([...policyKeys, "container_config", "storage_class_name", "port"]),
  );
  expect(keysOf(schema)).not.toContain("name");
});

it("completes container_config in the words of every type of cluster", () => {
  const container = isObject(schema.properties) ? schema.properties.container_config : undefined;
  expect(keysOf(container)).toEqual(expect.arrayContaining(["nodeSelector", "networks", "mem_limit", "working_dir"]));
});

it("every reference leads to a definition", () => {
  const names = isObject(schema.definitions) ? Object.keys(schema.definitions) : [];
  const references = [...JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, name]) => name);
  expect(references.length).toBeGreaterThan(0);
  expect([...new Set(references)].filter((name) => !names.includes(name ?? ""))).toEqual([]);
});
