import { labelKeys } from "../labels";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../manifest";
import type { DocumentChange } from "../plan";
import { copiedFields, podFields } from "./build/fields";
import { mainContainerName } from "./main-container";

/** Berth puts something of its own into these: what is there is more than a document would say. */
const mixed: ReadonlySet<string> = new Set(["volumeMounts", "ports", "readinessProbe", "securityContext"]);
const mixedPod: ReadonlySet<string> = new Set(["volumes", "containers", "initContainers"]);

const template = "spec.template.spec.";
const config = (...rest: readonly string[]): readonly string[] => ["container_config", ...rest];

/**
 * Where a document says what somebody changed in the workload: image, resources, variables and other fields of the main container, pod
 * fields and labels. How many replicas run is `start` and `stop`, not a field.
 */
export function statefulSetInDocument(path: string, live: Manifest): DocumentChange | null {
  const label = labelAt(path, "metadata.labels.") ?? labelAt(path, "spec.template.metadata.labels.");
  if (label !== null) return { path: ["labels", label], value: jsonAt(live.body, ["metadata", "labels", label]) };
  const container = mainOf(live);
  const main = `${template}containers[name=${String(container.name)}].`;
  if (path.startsWith(main)) return inContainer(path.slice(main.length), container);
  if (!path.startsWith(template)) return null;
  const field = firstKey(path.slice(template.length));
  const key = Object.entries(podFields).find(([, name]) => name === field)?.[0];
  if (key === undefined || mixedPod.has(field)) return null;
  return { path: config(key), value: jsonAt(live.body, ["spec", "template", "spec", field]) };
}

function inContainer(path: string, container: JsonObject): DocumentChange | null {
  const variable = /^env\[name=([^\]]+)\]/.exec(path)?.[1];
  if (variable !== undefined) {
    const items = Array.isArray(container.env) ? container.env.filter(isObject) : [];
    return { path: config("env", variable), value: items.find((item) => item.name === variable) };
  }
  const amount = /^resources\.(limits|requests)\.(.+)$/.exec(path);
  const [, kind, resource] = amount ?? [];
  if (kind !== undefined && resource !== undefined)
    return { path: config("resources", kind, resource), value: jsonAt(container, ["resources", kind, resource]) };
  const field = firstKey(path);
  if (field !== "image" && (!copiedFields.includes(field) || mixed.has(field))) return null;
  return { path: config(field), value: container[field] };
}

/** Storage grows; it is the one field of a claim that people change. */
export function claimInDocument(path: string, live: Manifest): DocumentChange | null {
  if (path !== "spec.resources.requests.storage") return null;
  return { path: ["storage_request_size"], value: jsonAt(live.body, ["spec", "resources", "requests", "storage"]) };
}

const ownLabels: ReadonlySet<string> = new Set([
  ...Object.values(labelKeys),
  "app.kubernetes.io/name",
  "app.kubernetes.io/instance",
]);

function labelAt(path: string, prefix: string): string | null {
  const label = path.startsWith(prefix) ? path.slice(prefix.length) : "";
  return label === "" || ownLabels.has(label) ? null : label;
}

const firstKey = (path: string): string => /^[^.[]*/.exec(path)?.[0] ?? "";

function mainOf(live: Manifest): JsonObject {
  const at = ["spec", "template"];
  const containers = jsonAt(live.body, [...at, "spec", "containers"]);
  const list = Array.isArray(containers) ? containers.filter(isObject) : [];
  const main = mainContainerName(
    jsonAt(live.body, [...at, "spec"]),
    jsonAt(live.body, [...at, "metadata", "annotations"]),
  );
  return list.find(({ name }) => name === main) ?? {};
}

const jsonAt = (body: Json, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    body,
  );
