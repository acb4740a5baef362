import { equalJson, isObject, type Json, type JsonObject } from "./json";

/** The key by which items of the list at this path belong together; undefined: the list is one value. */
export type ListKey = (path: string) => string | undefined;

/**
 * Makes in `found` what changed from `base` to `wanted`, and nothing else: what is equal in both stays as it was found. An item of a keyed
 * list that changed and was not there is taken whole. Undefined: absent.
 */
export function mergeThree(
  base: Json | undefined,
  wanted: Json | undefined,
  found: Json | undefined,
  listKey: ListKey,
  path = "",
): Json | undefined {
  if (base === wanted || (base !== undefined && wanted !== undefined && equalJson(base, wanted))) return found;
  if (isObject(base) && isObject(wanted)) return mergeObjects(base, wanted, found, listKey, path);
  const key = listKey(path);
  if (key !== undefined && isKeyed(base, key) && isKeyed(wanted, key)) {
    return mergeLists(base, wanted, isKeyed(found, key) ? found : [], { key, listKey, path });
  }
  return wanted;
}

function mergeObjects(
  base: JsonObject,
  wanted: JsonObject,
  found: Json | undefined,
  listKey: ListKey,
  path: string,
): Json | undefined {
  const present = isObject(found) ? found : {};
  const keys = new Set([...Object.keys(present), ...Object.keys(base), ...Object.keys(wanted)]);
  const entries = [...keys].flatMap((key): [string, Json][] => {
    const at = path === "" ? key : `${path}.${key}`;
    const value = mergeThree(own(base, key), own(wanted, key), own(present, key), listKey, at);
    return value === undefined ? [] : [[key, value]];
  });
  return entries.length === 0 && found === undefined ? undefined : Object.fromEntries(entries);
}

type ListPlace = { readonly key: string; readonly listKey: ListKey; readonly path: string };

function mergeLists(
  base: readonly JsonObject[],
  wanted: readonly JsonObject[],
  found: readonly JsonObject[],
  { key, listKey, path }: ListPlace,
): Json {
  const item = (list: readonly JsonObject[], id: string) => list.find((entry) => String(entry[key]) === id);
  const kept = found.flatMap((entry): readonly Json[] => {
    const id = String(entry[key]);
    const value = mergeThree(item(base, id), item(wanted, id), entry, listKey, `${path}[${key}=${id}]`);
    return value === undefined ? [] : [value];
  });
  const added = wanted.filter((entry) => {
    const id = String(entry[key]);
    return !item(found, id) && !equalJson(item(base, id) ?? null, entry);
  });
  return [...kept, ...added];
}

const own = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

const isKeyed = (value: Json | undefined, key: string): value is readonly JsonObject[] =>
  Array.isArray(value) && value.every((item) => isObject(item) && item[key] !== undefined);
