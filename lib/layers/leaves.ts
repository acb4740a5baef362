import { equalJson, isObject, type Json } from "@/lib/shared/json";
import { joinPath } from "@/lib/shared/path";
import { sameQuantity } from "@/lib/shared/quantity";
import { keyedItems, listRuleAt } from "./list-keys";

/**
 * Every leaf of a value by the path under which origins know it: `container_config.env[ENV].value`. An empty map or list is a leaf, so is a
 * list whose items have no keys.
 */
export function leavesOf(value: Json): ReadonlyMap<string, Json> {
  const leaves = new Map<string, Json>();
  collect(value, "", "", leaves);
  return leaves;
}

function collect(value: Json, shown: string, rule: string, leaves: Map<string, Json>): void {
  const listRule = listRuleAt(rule);
  const items = listRule && keyedItems(value, listRule);
  if (items && items.length > 0) {
    for (const { key, item } of items) collect(item, `${shown}[${key}]`, `${rule}[]`, leaves);
  } else if (isObject(value) && Object.keys(value).length > 0) {
    for (const [key, item] of Object.entries(value))
      collect(item, joinPath(shown, key), rule === "" ? key : `${rule}.${key}`, leaves);
  } else leaves.set(shown, value);
}

/** Amounts are equal however they are spelt: `1`, `1000m` and `1e0`. */
const isAmountAt = (path: string): boolean => /\.resources\.(requests|limits)[.[]|^storage_request_size$/.test(path);

export function sameValueAt(path: string, a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isScalarAmount(a) && isScalarAmount(b) && isAmountAt(path)) return sameQuantity(a, b);
  return equalJson(a ?? null, b ?? null);
}

const isScalarAmount = (value: Json | undefined): value is string | number =>
  typeof value === "string" || typeof value === "number";

/** Paths at which two values differ, sorted. */
export function changedPaths(before: Json, after: Json): readonly string[] {
  const [old, next] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...old.keys(), ...next.keys()])]
    .filter((path) => !(old.has(path) && next.has(path) && sameValueAt(path, old.get(path), next.get(path))))
    .sort();
}
