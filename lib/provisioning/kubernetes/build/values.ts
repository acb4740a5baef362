import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";

/** A text of the document; null when absent or empty. */
export const textOf = (value: Json | undefined): string | null =>
  typeof value === "string" && value !== "" ? value : null;

/** The objects of a list of the document; absent is none. */
export function objectsOf(value: Json | undefined, path: string): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw new PortalError("document/invalid", say("config/objects", { path }));
}

/** Without the keys whose value is absent. */
export function compact(entries: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept = Object.entries(entries).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(kept);
}
