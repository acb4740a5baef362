import type { Adopted } from "@/lib/provisioning/adoption";
import type { Manifest } from "@/lib/provisioning/manifest";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { EnvironmentEntry } from "@/lib/variables/environment";

const objectsOf = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** Reads what adopting stored as JSON. */
export function readAdopted(text: string): Adopted {
  const value: unknown = JSON.parse(text);
  const { found, resolved, environment }: JsonObject = isObject(value) ? value : {};
  return {
    found: objectsOf(found).map(({ kind, name, body }): Manifest => ({
      kind: String(kind),
      name: String(name),
      body: isObject(body) ? body : {},
    })),
    resolved: isObject(resolved) ? resolved : {},
    environment: objectsOf(environment).map(
      ({ name, value: content, valueFrom, secret, origin }): EnvironmentEntry => ({
        name: String(name),
        ...(typeof content === "string" ? { value: content } : {}),
        ...(isObject(valueFrom) ? { valueFrom } : {}),
        secret: secret === true,
        origin: String(origin),
      }),
    ),
  };
}
