import { expect, it } from "vitest";
import { getIn } from "@/lib/shared/json";
import { templateJsonSchema } from "./json-schema";

const schema = templateJsonSchema();
const keysAt = (...path: readonly string[]) => Object.keys(getIn(schema, [...path, "properties"]) ?? {});

it("completes a template's own keys and the fields of a document, on every type of cluster", () => {
  expect(keysAt()).toEqual(
    expect.arrayContaining(["name", "title", "icon", "cluster_types", "parameters", "document", "document_on"]),
  );
  expect(keysAt("properties", "document")).toEqual(expect.arrayContaining(["container_config", "port", "labels"]));
  expect(keysAt("properties", "document_on")).toEqual(["kubernetes", "docker", "local"]);
});

it("offers no field that a template cannot decide, and nothing of a policy's own", () => {
  const keys = keysAt("properties", "document");
  expect(["name", "cluster", "template", "parameters", "deny", "maximum"].filter((key) => keys.includes(key))).toEqual(
    [],
  );
});
