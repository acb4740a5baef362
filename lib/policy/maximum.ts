import type { Fault } from "@/lib/shared/errors";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { joinPath } from "@/lib/shared/path";
import { compareQuantities, parseQuantity } from "@/lib/shared/quantity";
import type { Pod } from "./pod";
import type { Amounts, Maximum } from "./policy";

const asQuantity = (value: Json | undefined) =>
  typeof value === "string" || typeof value === "number" ? parseQuantity(value) : null;

function checkAmounts(found: Json | undefined, allowed: Amounts, path: string, rule: string): readonly Fault[] {
  if (!isObject(found)) return [];
  return Object.entries(allowed).flatMap(([name, limit]): readonly Fault[] => {
    if (!Object.hasOwn(found, name)) return [];
    const [amount, most] = [asQuantity(found[name]), parseQuantity(limit)];
    // What cannot be read cannot be shown to be within the limit.
    const within = amount !== null && most !== null && compareQuantities(amount, most) <= 0;
    return within
      ? []
      : [
          {
            path: joinPath(path, name),
            rule,
            message: `${String(found[name])} is more than the ${limit} that the policy allows.`,
          },
        ];
  });
}

/** `maximum.resources` on every container of a pod. */
export function checkPodMaximum(pod: Pod, maximum: Maximum): readonly Fault[] {
  return pod.containers.flatMap((container) =>
    checkResources(container.value.resources, `${container.path}.resources`, maximum),
  );
}

export function checkResources(
  resources: Json | undefined,
  path: string,
  { resources: most }: Maximum,
): readonly Fault[] {
  if (!isObject(resources) || !most) return [];
  return (["requests", "limits"] as const).flatMap((kind) =>
    checkAmounts(resources[kind], most[kind] ?? {}, `${path}.${kind}`, `maximum.resources.${kind}`),
  );
}

/** `maximum.storage` and `maximum.max_idle_seconds` on the resolved document. */
export function checkDocumentMaximum(value: JsonObject, maximum: Maximum): readonly Fault[] {
  const storage =
    maximum.storage === undefined || value.storage_request_size === undefined
      ? []
      : checkAmounts(
          { storage_request_size: value.storage_request_size },
          { storage_request_size: maximum.storage },
          "",
          "maximum.storage",
        );
  const policy = isObject(value.lifecycle_config) ? value.lifecycle_config.termination_policy : undefined;
  const idle = isObject(policy) ? policy.max_idle_seconds : undefined;
  const tooLong = maximum.max_idle_seconds !== undefined && typeof idle === "number" && idle > maximum.max_idle_seconds;
  if (!tooLong) return storage;
  return [
    ...storage,
    {
      path: "lifecycle_config.termination_policy.max_idle_seconds",
      rule: "maximum.max_idle_seconds",
      message: `${idle} seconds are more than the ${maximum.max_idle_seconds} that the policy allows.`,
    },
  ];
}
