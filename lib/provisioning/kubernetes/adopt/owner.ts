import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import { stringAt } from "../pod-state";

/**
 * `Kind/name` of the workload that a pod belongs to. A Deployment's pods belong to its ReplicaSet, whose name is the Deployment's and the
 * hash that the pods carry as a label; so nobody has to ask for ReplicaSets.
 */
export function workloadKeyOf(pod: JsonObject): string | null {
  const references = getIn(pod, ["metadata", "ownerReferences"]);
  const owner = Array.isArray(references) ? references.filter(isObject).find((item) => item.controller === true) : null;
  const name = stringAt(owner, "name");
  if (name === null) return null;
  if (owner?.kind === "StatefulSet") return `StatefulSet/${name}`;
  const suffix = `-${stringAt(pod, "metadata", "labels", "pod-template-hash") ?? ""}`;
  return owner?.kind === "ReplicaSet" && suffix.length > 1 && name.endsWith(suffix)
    ? `Deployment/${name.slice(0, -suffix.length)}`
    : null;
}

const operators: Readonly<Record<string, (key: string, values: string) => string>> = {
  In: (key, values) => `${key} in (${values})`,
  NotIn: (key, values) => `${key} notin (${values})`,
  Exists: (key) => key,
  DoesNotExist: (key) => `!${key}`,
};

/** A workload's selector in the form of a query. */
export function selectorText(workload: JsonObject): string {
  const selector = getIn(workload, ["spec", "selector"]);
  const labels = getIn(selector, ["matchLabels"]);
  const expressions = getIn(selector, ["matchExpressions"]);
  const equal = isObject(labels) ? Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`) : [];
  const others = (Array.isArray(expressions) ? expressions.filter(isObject) : []).flatMap((item) => {
    const values = Array.isArray(item.values) ? item.values.join(",") : "";
    const text = operators[String(item.operator)]?.(String(item.key), values);
    return text === undefined ? [] : [text];
  });
  return [...equal, ...others].join(",");
}
