import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { FoundWorkload } from "../../adoption";
import type { ObjectNames } from "../../provider";
import { manifestKey } from "../../manifest";
import { copiedFields, podFields } from "../build/fields";
import { isWorkload } from "../kinds";
import { mainContainerName } from "../main-container";
import { claimsIn } from "./claims";

const objectAt = (base: unknown, ...path: readonly string[]): JsonObject => {
  const value = getIn(base, path);
  return isObject(value) ? value : {};
};
const listAt = (base: unknown, ...path: readonly string[]): readonly JsonObject[] => {
  const value = getIn(base, path);
  return Array.isArray(value) ? value.filter(isObject) : [];
};

/** What the API server writes where nobody wrote anything: it says nothing in a document. */
const containerDefaults: Readonly<Record<string, (value: Json) => boolean>> = {
  terminationMessagePath: (value) => value === "/dev/termination-log",
  terminationMessagePolicy: (value) => value === "File",
  imagePullPolicy: (value) => value === "IfNotPresent",
  resources: isEmpty,
  securityContext: isEmpty,
};
const podDefaults: Readonly<Record<string, (value: Json) => boolean>> = {
  schedulerName: (value) => value === "default-scheduler",
  dnsPolicy: (value) => value === "ClusterFirst",
};

function isEmpty(value: Json): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

/** The document that says what runs. References to Secrets stay references; what a document has no word for stays in the object. */
export function readDocument(found: FoundWorkload): JsonObject {
  const workload = found.objects.find(({ kind }) => isWorkload(kind));
  if (!workload || !isWorkload(workload.kind)) return {};
  const template = objectAt(workload.body, "spec", "template");
  const pod = objectAt(template, "spec");
  const main = mainContainerName(pod, objectAt(template, "metadata", "annotations"));
  const containers = listAt(pod, "containers");
  const container = containers.find(({ name }) => name === main) ?? {};
  const others = containers.filter((item) => item !== container);
  const port = portOf(container, found);
  const { serviceAccountName: account } = pod;
  return {
    container_config: {
      ...fieldsOf(container, ["image", ...copiedFields, "env", "securityContext", "volumeMounts", "readinessProbe"]),
      ...portsOf(container, port),
      ...podKeys(pod),
      ...(others.length > 0 ? { sidecars: others.map(withoutDefaults) } : {}),
    },
    ...(port === 6789 ? {} : { port }),
    ...(found.namespace === null ? {} : { namespace: found.namespace }),
    ...(typeof account === "string" && account !== "default" ? { service_account_name: account } : {}),
    ...storageOf(found, workload.kind, workload.body),
  };
}

function fieldsOf(container: JsonObject, fields: readonly string[]): JsonObject {
  const entries = Object.entries(container).filter(
    ([field, value]) => fields.includes(field) && field !== "ports" && !containerDefaults[field]?.(value),
  );
  // What is read first stands first.
  const rank = (field: string) => (field === "image" ? 0 : field === "command" ? 1 : field === "args" ? 2 : 3);
  return Object.fromEntries(entries.sort(([a], [b]) => rank(a) - rank(b)));
}

const withoutDefaults = (container: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(container).filter(([field, value]) => !containerDefaults[field]?.(value)));

function podKeys(pod: JsonObject): JsonObject {
  const entries = Object.entries(podFields).flatMap(([key, field]): [string, Json][] => {
    const value = pod[field];
    if (key === "sidecars" || value === undefined || podDefaults[key]?.(value)) return [];
    return [
      [key, key === "initContainers" && Array.isArray(value) ? value.filter(isObject).map(withoutDefaults) : value],
    ];
  });
  return Object.fromEntries(entries);
}

/** The one that its Service leads to, one that is named for it, or the first. */
function portOf(container: JsonObject, { objects }: FoundWorkload): number {
  const ports = listAt(container, "ports").filter(({ protocol }) => protocol === undefined || protocol === "TCP");
  const service = objects.find(({ kind }) => kind === "Service");
  const target = listAt(service?.body, "spec", "ports")[0];
  const wanted = target?.targetPort ?? target?.port;
  const led = ports.find((item) => item.containerPort === wanted || item.name === wanted);
  const named = ports.find(({ name }) => name === "http" || name === "web");
  const number = (led ?? named ?? ports[0])?.containerPort ?? (typeof wanted === "number" ? wanted : undefined);
  return typeof number === "number" ? number : 6789;
}

function portsOf(container: JsonObject, port: number): JsonObject {
  const others = listAt(container, "ports").filter((item) => item.containerPort !== port || item.protocol === "UDP");
  return others.length > 0 ? { ports: others } : {};
}

function storageOf(found: FoundWorkload, kind: "StatefulSet" | "Deployment", body: JsonObject): JsonObject {
  const claim = found.objects.find((object) => object.kind === "PersistentVolumeClaim");
  if (!claim) {
    const shared = claimsIn(kind, body).find(({ subPath }) => subPath !== null);
    return shared?.subPath ? { pvc_name: shared.claim, pvc_subpath: shared.subPath } : {};
  }
  const spec = objectAt(claim.body, "spec");
  const size = getIn(spec, ["resources", "requests", "storage"]);
  const [mode] = Array.isArray(spec.accessModes) ? spec.accessModes : [];
  const deletes = getIn(body, ["spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted"]) === "Delete";
  return {
    ...(typeof spec.storageClassName === "string" ? { storage_class_name: spec.storageClassName } : {}),
    ...(typeof size === "string" && size !== "2Gi" ? { storage_request_size: size } : {}),
    ...(typeof mode === "string" && mode !== "ReadWriteOnce" ? { storage_access_mode: mode } : {}),
    ...(deletes ? { pvc_retention_policy: "Delete" } : {}),
  };
}

/** The workload's own name, and that of the claim with its files; a Secret is Berth's own, should it ever need one. */
export function adoptedNames(found: FoundWorkload, made: ObjectNames): ObjectNames {
  const claim = found.objects.find(({ kind }) => kind === "PersistentVolumeClaim");
  return {
    main: found.name,
    data: claim?.name ?? made.data,
    env: made.env,
    adopted: found.objects.map(manifestKey),
  };
}
