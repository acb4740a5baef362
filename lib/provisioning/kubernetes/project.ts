import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../manifest";
import { fieldManager } from "./kinds";
import { isListDefault, sameValue, type Field } from "./same-value";

/**
 * What of the live object can be compared with the desired one: fields that are desired, and fields that Berth once set (as
 * `metadata.managedFields` tells) and that are to go. Everything else is a default of the API server or belongs to somebody else.
 * Values that only are spelt differently (`1000m` and `1`) get the desired spelling.
 */
export function projectOwned(live: Manifest, desired: Manifest): Manifest {
  const body = withMaps(projectObject(live.body, desired.body, managedFields(live.body), ""), desired.body);
  return { kind: live.kind, name: live.name, body: isEnding(live.body) ? withoutLabels(body) : body };
}

/** An object without any labels, or annotations, differs in each that is wanted, not in all of them as one. */
function withMaps(body: JsonObject, desired: JsonObject): JsonObject {
  if (!isObject(desired.metadata)) return body;
  const missing = Object.entries(desired.metadata).filter(
    ([key, value]) => isObject(value) && getIn(body, ["metadata", key]) === undefined,
  );
  if (missing.length === 0) return body;
  const metadata = isObject(body.metadata) ? body.metadata : {};
  return { ...body, metadata: { ...metadata, ...Object.fromEntries(missing.map(([key]) => [key, {}])) } };
}

const isEnding = (body: JsonObject): boolean => getIn(body, ["metadata", "deletionTimestamp"]) !== undefined;

/** An object that is being deleted must not count as the wanted one: without its labels there is a difference, and applying waits. */
const withoutLabels = (body: JsonObject): JsonObject => ({
  ...body,
  metadata: Object.fromEntries(
    Object.entries(isObject(body.metadata) ? body.metadata : {}).filter(([key]) => key !== "labels"),
  ),
});

/** `fieldsV1` of Berth's own applies: `f:<field>`, `k:<key of a list's item>`, `v:<value of a set>`. */
function managedFields(body: JsonObject): JsonObject {
  const entries = getIn(body, ["metadata", "managedFields"]);
  const own = Array.isArray(entries)
    ? entries.filter(isObject).find((entry) => entry.manager === fieldManager && entry.operation === "Apply")
    : undefined;
  return own && isObject(own.fieldsV1) ? own.fieldsV1 : {};
}

/** Undefined: not to be compared. */
function project(
  live: Json | undefined,
  desired: Json | undefined,
  managed: Json | undefined,
  field: Field,
): Json | undefined {
  if (desired === undefined && managed === undefined) return undefined;
  if (desired !== undefined && sameValue(live, desired, field)) return desired;
  if (live === undefined) return undefined;
  const fields = isObject(managed) ? managed : {};
  if (isObject(live)) {
    // A field that is owned as a whole (`{}`) is shown as a whole.
    if (desired === undefined && Object.keys(fields).length === 0) return live;
    return projectObject(live, isObject(desired) ? desired : {}, fields, field.key);
  }
  if (Array.isArray(live)) return projectList(live, Array.isArray(desired) ? desired : undefined, fields);
  return live;
}

function projectObject(live: JsonObject, desired: JsonObject, managed: JsonObject, parent: string): JsonObject {
  const keys = new Set([...Object.keys(live), ...Object.keys(desired)]);
  const entries = [...keys].flatMap((key): [string, Json][] => {
    const value = project(ownValue(live, key), ownValue(desired, key), ownValue(managed, `f:${key}`), { parent, key });
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}

/** Lists that are merged by key have `k:` entries; a list without them is owned as a whole. */
function projectList(live: readonly Json[], desired: readonly Json[] | undefined, managed: JsonObject): Json {
  const keyed = Object.entries(managed).flatMap(([name, fields]): [JsonObject, Json][] => {
    const key = name.startsWith("k:") ? parseKey(name.slice(2)) : null;
    return key === null ? [] : [[key, fields]];
  });
  const [first] = keyed;
  if (!first) return desired ? withoutDefaults(live, desired, { parent: "", key: "" }) : live;
  const keyNames = Object.keys(first[0]);
  return live.flatMap((item): readonly Json[] => {
    if (!isObject(item)) return [item];
    const wanted = desired?.find((other) => isObject(other) && keyNames.every((name) => other[name] === item[name]));
    const fields = keyed.find(([key]) => keyNames.every((name) => key[name] === item[name]))?.[1];
    const value = project(item, wanted, fields, { parent: "", key: "" });
    return value === undefined ? [] : [value];
  });
}

/** Inside a list that is owned as a whole nobody else can have set a field: what is not desired is a known default, or a difference. */
function withoutDefaults(live: Json, desired: Json, field: Field): Json {
  if (sameValue(live, desired, field)) return desired;
  if (Array.isArray(live) && Array.isArray(desired) && live.length === desired.length) {
    return live.map((item: Json, index) => withoutDefaults(item, desired[index] ?? null, { parent: "", key: "" }));
  }
  if (!isObject(live) || !isObject(desired)) return live;
  const keys = new Set([...Object.keys(live), ...Object.keys(desired)]);
  const entries = [...keys].flatMap((key): [string, Json][] => {
    const [present, wanted] = [ownValue(live, key), ownValue(desired, key)];
    const place = { parent: field.key, key };
    if (present === undefined) return wanted !== undefined && sameValue(present, wanted, place) ? [[key, wanted]] : [];
    if (wanted === undefined) return isListDefault(key, present) ? [] : [[key, present]];
    return [[key, withoutDefaults(present, wanted, place)]];
  });
  return Object.fromEntries(entries);
}

function parseKey(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    // Not JSON: a form of managedFields that this code does not know, so the list is compared as a whole.
    return null;
  }
}

const ownValue = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;
