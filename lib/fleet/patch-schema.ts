import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { workspaceJsonSchema, type SchemaObject } from "@/lib/workspaces/json-schema";
import type { ClusterType } from "@/lib/provisioning/provider";

/** JSON Schema of a merge patch for the editor: every field of a document may stand there, none must, and null takes one away. */
export function patchJsonSchema(clusterType: ClusterType): SchemaObject {
  const document = JSON.parse(JSON.stringify(workspaceJsonSchema(clusterType))) as JsonObject;
  return { ...relaxed(document), title: "Change" };
}

function relaxed(schema: JsonObject): JsonObject {
  const entries = Object.entries(schema).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
    if (key === "required" && Array.isArray(value)) return [];
    if (key === "type" && typeof value === "string" && value !== "null") return [[key, [value, "null"]]];
    if (key === "enum" && Array.isArray(value)) return [[key, [...(value as readonly Json[]), null]]];
    if (Array.isArray(value)) return [[key, value.map((item) => (isObject(item) ? relaxed(item) : item))]];
    return [[key, isObject(value) ? relaxed(value) : value]];
  });
  return Object.fromEntries(entries);
}
