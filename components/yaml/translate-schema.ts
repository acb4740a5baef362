import { recognise } from "@/lib/i18n/say";
import { told, type Catalogue } from "@/lib/i18n/text";
import type { SchemaObject } from "@/lib/workspaces/json-schema";

/** A schema whose descriptions, the editor's hover texts, are in the catalogue's language as far as they are ours. */
export function translateSchema(schema: SchemaObject, catalogue: Catalogue): SchemaObject {
  if (Object.keys(catalogue).length === 0) return schema;
  const of = (value: unknown, key?: string): unknown => {
    if (typeof value === "string") return key === "description" ? told(recognise(value), catalogue) : value;
    if (Array.isArray(value)) return value.map((item: unknown) => of(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, of(item, name)]));
  };
  return Object.fromEntries(Object.entries(schema).map(([name, item]) => [name, of(item, name)]));
}
