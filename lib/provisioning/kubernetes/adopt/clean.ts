import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../../manifest";
import { isManagedKind, managedKinds } from "../kinds";
import { stringAt } from "../pod-state";

/** Written by kubectl and controllers for themselves. */
const foreignAnnotations =
  /^(kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/revision)$/;

/** Of other kinds than workloads: what the cluster decides about them, and decides anew when they are made again. */
const kept: Readonly<Record<string, readonly string[]>> = {
  Service: ["type", "selector", "ports", "sessionAffinity", "externalTrafficPolicy", "publishNotReadyAddresses"],
  PersistentVolumeClaim: ["accessModes", "resources", "storageClassName"],
};

/** What somebody applied, out of what the API server returns: without its bookkeeping, status and empty values. */
export function cleanObject(kind: string, live: JsonObject): Manifest {
  const name = stringAt(live, "metadata", "name") ?? "";
  const spec = isObject(live.spec) ? live.spec : {};
  const fields = kept[kind];
  const own = fields
    ? Object.fromEntries(Object.entries(spec).filter(([key]) => fields.includes(key)))
    : withPods(spec);
  const body: JsonObject = {
    apiVersion: isManagedKind(kind) ? managedKinds[kind].apiVersion : (stringAt(live, "apiVersion") ?? ""),
    kind,
    metadata: { name, ...namespaceOf(live), labels: mapAt(live, "labels"), annotations: annotationsOf(live) },
    spec: withoutNulls(own),
  };
  return { kind, name, body };
}

const namespaceOf = (live: JsonObject): JsonObject => {
  const namespace = stringAt(live, "metadata", "namespace");
  return namespace === null ? {} : { namespace };
};

const mapAt = (live: JsonObject, key: string): JsonObject => {
  const metadata = isObject(live.metadata) ? live.metadata : {};
  const value = metadata[key];
  return isObject(value) ? value : {};
};

const annotationsOf = (live: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(mapAt(live, "annotations")).filter(([key]) => !foreignAnnotations.test(key)));

function withPods(spec: JsonObject): JsonObject {
  const template = isObject(spec.template) ? spec.template : {};
  // The API server writes the deprecated `serviceAccount` beside `serviceAccountName`, and takes one for the other.
  const pod = without(isObject(template.spec) ? template.spec : {}, "serviceAccount");
  const containers = (list: Json | undefined): Json | undefined =>
    Array.isArray(list) ? list.map((item: Json) => (isObject(item) ? withDistinctVariables(item) : item)) : list;
  const [main, init] = [containers(pod.containers), containers(pod.initContainers)];
  const pods: JsonObject = {
    ...pod,
    ...(main === undefined ? {} : { containers: main }),
    ...(init === undefined ? {} : { initContainers: init }),
  };
  return { ...spec, template: { ...template, spec: pods } };
}

const without = (object: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));

/** Of variables with one name the last one counts; server-side apply takes only one. */
function withDistinctVariables(container: JsonObject): JsonObject {
  const { env } = container;
  if (!Array.isArray(env)) return container;
  const items = env.filter(isObject);
  const distinct = items.filter(({ name }, index) => items.findLastIndex((item) => item.name === name) === index);
  return { ...container, env: distinct };
}

function withoutNulls(value: JsonObject): JsonObject;
function withoutNulls(value: Json): Json;
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutNulls(item));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}
