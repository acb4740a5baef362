import { say, type Said } from "@/lib/i18n/say";
import type { Fault } from "@/lib/shared/errors";
import { equalJson, type JsonObject } from "@/lib/shared/json";
import { compareQuantities, parseQuantity } from "@/lib/shared/quantity";

const way_out = say("change/way-out");

const fixed = {
  namespace: "change/namespace",
  storage_class_name: "change/storage-class",
  storage_access_mode: "change/access-mode",
  pvc_name: "change/claim",
  pvc_subpath: "change/subpath",
} as const;

/** Fields that an update may not change (product, section 4), each with what to do instead. Both are effective configurations. */
export function immutableFaults(before: JsonObject, after: JsonObject): readonly Fault[] {
  const shown = (value: unknown): Said | string =>
    value === undefined || value === null ? say("value/nothing") : String(value);
  const faults = Object.entries(fixed)
    .filter(([field]) => !equalJson(before[field] ?? null, after[field] ?? null))
    .map(([path, code]) => ({
      path,
      ...say(code, { before: shown(before[path]), after: shown(after[path]), way_out }),
    }));
  return [...faults, ...shrinking(before, after)];
}

function shrinking(before: JsonObject, after: JsonObject): readonly Fault[] {
  const [from, to] = [quantity(before.storage_request_size), quantity(after.storage_request_size)];
  if (!from || !to || compareQuantities(to, from) >= 0) return [];
  return [{ path: "storage_request_size", ...say("change/storage-shrinks", { way_out }) }];
}

/**
 * A claim grows only where its storage class allows it. `facts` are the cluster's; where Berth may not see the classes, the cluster's own
 * answer decides.
 */
export function growingFaults(before: JsonObject, after: JsonObject, facts: JsonObject): readonly Fault[] {
  const [from, to] = [quantity(before.storage_request_size), quantity(after.storage_request_size)];
  const growing = facts.expandable_storage_classes;
  if (!from || !to || compareQuantities(to, from) <= 0 || after.pvc_name !== undefined || !Array.isArray(growing))
    return [];
  const name = after.storage_class_name ?? facts.default_storage_class;
  if (typeof name !== "string" || growing.includes(name)) return [];
  return [{ path: "storage_request_size", ...say("change/storage-fixed", { name, way_out }) }];
}

const quantity = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? parseQuantity(value) : null;

/** Name and cluster are the workspace's identity. */
export function identityFaults(
  document: { readonly name: string; readonly cluster?: string | null | undefined },
  workspace: { readonly name: string; readonly cluster: string },
): readonly Fault[] {
  const faults: Fault[] = [];
  if (document.name !== workspace.name) {
    const names = { before: workspace.name, after: document.name };
    faults.push({ path: "name", ...say("change/name", { ...names, way_out }) });
  }
  if (document.cluster && document.cluster !== workspace.cluster) {
    const clusters = { before: workspace.cluster, after: document.cluster };
    faults.push({ path: "cluster", ...say("change/cluster", { ...clusters, way_out }) });
  }
  return faults;
}
