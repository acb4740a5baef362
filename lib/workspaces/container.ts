import { isObject, type Json, type JsonObject } from "@/lib/shared/json";

/** One variable as written in a document. `value: null` removes what a weaker layer set. */
export type EnvItem = { readonly name: string; readonly value?: string | null; readonly valueFrom?: JsonObject };

/** What every cluster type has in common. */
export type Container = {
  readonly image: string | null;
  readonly env: readonly EnvItem[];
};

const asText = (value: Json | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

function fromMap(map: JsonObject): readonly EnvItem[] {
  return Object.entries(map).map(([name, value]) => ({ name, value: asText(value) }));
}

function fromItem(item: Json): readonly EnvItem[] {
  if (typeof item === "string") {
    const cut = item.indexOf("=");
    // Compose passes NAME without "=" through from its own environment; a workspace never gets the portal's, so it is empty.
    return [cut < 0 ? { name: item, value: "" } : { name: item.slice(0, cut), value: item.slice(cut + 1) }];
  }
  if (!isObject(item) || typeof item.name !== "string") return [];
  if (isObject(item.valueFrom)) return [{ name: item.name, valueFrom: item.valueFrom }];
  return [{ name: item.name, value: Object.hasOwn(item, "value") ? asText(item.value) : "" }];
}

/** The variables of `env` (list or map) or `environment` (map, or list of NAME=value), in order. */
export function envItems(env: Json | undefined): readonly EnvItem[] {
  if (isObject(env)) return fromMap(env);
  return Array.isArray(env) ? (env as readonly Json[]).flatMap(fromItem) : [];
}

/**
 * One form for all cluster types, in which layers are merged: `environment` and every spelling of `env` become one list of
 * `{ name, value | valueFrom }` under `env`. `env: null` stays and removes all of it.
 */
export function normaliseContainer(config: JsonObject): JsonObject {
  const { environment, ...rest } = config;
  if (environment === undefined && rest.env === undefined) return rest;
  if ((rest.env ?? null) === null && (environment ?? null) === null) return { ...rest, env: null };
  return { ...rest, env: [...envItems(rest.env), ...envItems(environment)] };
}

export function containerOf(config: JsonObject): Container {
  const env = normaliseContainer(config).env;
  return { image: typeof config.image === "string" ? config.image : null, env: envItems(env) };
}
