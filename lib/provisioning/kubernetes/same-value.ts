import { equalJson, type Json } from "@/lib/shared/json";
import { sameQuantity } from "@/lib/shared/quantity";

/** Fields that are pointers in Kubernetes' types: there `false` and `0` differ from absent. */
const pointers: ReadonlySet<string> = new Set([
  "allowPrivilegeEscalation",
  "automountServiceAccountToken",
  "enableServiceLinks",
  "readOnlyRootFilesystem",
  "replicas",
  "runAsGroup",
  "runAsNonRoot",
  "runAsUser",
  "terminationGracePeriodSeconds",
]);

/** Where a value stands: its key and the key of the object around it. */
export type Field = { readonly parent: string; readonly key: string };

const isQuantity = ({ parent, key }: Field): boolean =>
  parent === "limits" || parent === "requests" || key === "sizeLimit" || key === "divisor";

/** What the API server fills in inside lists that are replaced as a whole: sources of projected volumes, items of the downward API. */
const listDefaults: Readonly<Record<string, Json>> = { apiVersion: "v1", divisor: "0", expirationSeconds: 3600 };

export const isListDefault = (key: string, value: Json): boolean =>
  Object.hasOwn(listDefaults, key) && listDefaults[key] === value;

/** Whether the API server would store `desired` as `live`: it drops empty values and respells quantities. */
export function sameValue(live: Json | undefined, desired: Json, field: Field): boolean {
  if (live === undefined) return isDropped(desired, field.key);
  if (equalJson(live, desired)) return true;
  const scalars = isScalar(live) && isScalar(desired);
  return scalars && isQuantity(field) && sameQuantity(live, desired);
}

const isScalar = (value: Json): value is string | number => typeof value === "string" || typeof value === "number";

function isDropped(value: Json, key: string): boolean {
  if (value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === "object") return Object.entries(value).every(([name, item]) => isDropped(item, name));
  return (value === false || value === 0) && !pointers.has(key);
}
