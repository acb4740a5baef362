import type { Fault } from "@/lib/shared/errors";
import { equalJson, type JsonObject } from "@/lib/shared/json";
import { compareQuantities, parseQuantity } from "@/lib/shared/quantity";

const wayOut = "Create a new workspace with the other value and move the data.";

const fixed: Readonly<Record<string, string>> = {
  namespace: "Its objects and its storage lie in that namespace.",
  storage_class_name: "The class of storage that exists cannot be changed.",
  storage_access_mode: "The access mode of storage that exists cannot be changed.",
  pvc_name: "The workspace's data lies in the present volume claim.",
  pvc_subpath: "The workspace's data lies in the present folder.",
};

/** Fields that an update may not change (product, section 4), each with what to do instead. Both are effective configurations. */
export function immutableFaults(before: JsonObject, after: JsonObject): readonly Fault[] {
  const shown = (value: unknown) => (value === undefined || value === null ? "nothing" : String(value));
  const faults = Object.entries(fixed)
    .filter(([field]) => !equalJson(before[field] ?? null, after[field] ?? null))
    .map(([path, why]) => ({
      path,
      message: `${path} cannot change from ${shown(before[path])} to ${shown(after[path])}. ${why} ${wayOut}`,
    }));
  return [...faults, ...shrinking(before, after)];
}

function shrinking(before: JsonObject, after: JsonObject): readonly Fault[] {
  const [from, to] = [quantity(before.storage_request_size), quantity(after.storage_request_size)];
  if (!from || !to || compareQuantities(to, from) >= 0) return [];
  return [{ path: "storage_request_size", message: `Storage can grow but not shrink. ${wayOut}` }];
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
    const message = `The name cannot change from ${workspace.name} to ${document.name}: objects and addresses carry it. ${wayOut}`;
    faults.push({ path: "name", message });
  }
  if (document.cluster && document.cluster !== workspace.cluster) {
    const message = `A workspace cannot move from the cluster ${workspace.cluster} to ${document.cluster}. ${wayOut}`;
    faults.push({ path: "cluster", message });
  }
  return faults;
}
