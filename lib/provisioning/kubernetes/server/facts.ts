import { isPortalError } from "@/lib/shared/errors";
import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { parseQuantity, quantityToNumber } from "@/lib/shared/quantity";
import { labelKeys, managedBy } from "../../labels";
import type { Capacity, ResourceSample } from "../../provider";
import { gatewayKind, managedKinds, type KindPath } from "../kinds";
import { stringAt } from "../pod-state";
import { gatewayFact, ingressFact } from "../route/read-named";
import type { KubernetesClient } from "./client";
import { isUnavailable, listKind } from "./list-kind";
import { ownPodFact } from "./own-pod";

const defaultClass = "storageclass.kubernetes.io/is-default-class";

type StorageClass = { readonly name: string; readonly isDefault: boolean; readonly expandable: boolean };

/** Null: Berth's account may not see them. */
export async function storageClasses(
  client: KubernetesClient,
  signal: AbortSignal,
): Promise<readonly StorageClass[] | null> {
  const items = await listCluster(client, "/apis/storage.k8s.io/v1/storageclasses", "storageclasses", signal);
  return (
    items?.map((item) => ({
      name: stringAt(item, "metadata", "name") ?? "",
      isDefault: stringAt(item, "metadata", "annotations", defaultClass) === "true",
      expandable: item.allowVolumeExpansion === true,
    })) ?? null
  );
}

/**
 * What building needs to know of the cluster. `storage_classes` (names), `default_storage_class`, `expandable_storage_classes`: absent
 * where Berth may not list them. `ingresses`, `gateways`: those that workspaces can follow, in the cluster's namespaces;
 * `unreadable_ingresses`, `unreadable_gateways`: namespaces in which Berth may not see them. `own_pod`: with the cluster's option of that
 * name, what workspaces inherit from the portal's own pod.
 */
export async function clusterFacts(
  client: KubernetesClient,
  namespaces: readonly string[],
  signal: AbortSignal,
  ownPod?: Json,
): Promise<JsonObject> {
  const [classes, ingresses, gateways, pod] = await Promise.all([
    storageClasses(client, signal),
    followed(client, managedKinds.Ingress, namespaces, signal),
    followed(client, gatewayKind, namespaces, signal),
    ownPod === undefined ? null : ownPodFact(client, ownPod, signal),
  ]);
  return {
    ...(classes === null ? {} : storageFacts(classes)),
    ingresses: ingresses.items.map(ingressFact),
    unreadable_ingresses: ingresses.unreadable,
    gateways: gateways.items.map(gatewayFact),
    unreadable_gateways: gateways.unreadable,
    ...(pod === null ? {} : { own_pod: pod }),
  };
}

const storageFacts = (classes: readonly StorageClass[]): JsonObject => ({
  storage_classes: classes.map((entry) => entry.name),
  default_storage_class: classes.find((entry) => entry.isDefault)?.name ?? null,
  expandable_storage_classes: classes.filter((entry) => entry.expandable).map((entry) => entry.name),
});

/** Objects that are not Berth's. A cluster that does not serve the kind has none. */
async function followed(
  client: KubernetesClient,
  kind: KindPath,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly items: readonly JsonObject[]; readonly unreadable: readonly string[] }> {
  const query = { labelSelector: `${labelKeys.managedBy}!=${managedBy}` };
  const unreadable: string[] = [];
  const lists = await Promise.all(
    namespaces.map(async (namespace) => {
      try {
        return (await listKind(client, kind, namespace, query, signal)).items;
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        if (isPortalError(error) && error.code === "cluster/forbidden") unreadable.push(namespace);
        return [];
      }
    }),
  );
  return { items: lists.flat(), unreadable };
}

/** What the nodes have for pods; unknown where Berth may not list nodes. */
export async function clusterCapacity(client: KubernetesClient, signal: AbortSignal): Promise<Capacity> {
  const version = await serverVersion(client, signal);
  const nodes = await listCluster(client, "/api/v1/nodes", "nodes", signal);
  if (nodes === null) return { cpu: null, memory: null, nodes: 0, version, details: {} };
  const sum = (resource: string) =>
    nodes.reduce((total, node) => total + amount(getIn(node, ["status", "allocatable", resource])), 0);
  return {
    cpu: sum("cpu"),
    memory: sum("memory"),
    nodes: nodes.length,
    version,
    details: { nodes: nodes.map((node) => stringAt(node, "metadata", "name") ?? "") },
  };
}

export async function serverVersion(client: KubernetesClient, signal: AbortSignal): Promise<string> {
  const call = { verb: "get", resource: "/version", namespace: null };
  const answer = await client.request({ call, method: "GET", path: "/version", signal });
  return stringAt(answer, "gitVersion") ?? "unknown";
}

/** What the main container uses; null without metrics.k8s.io, or before its first sample. */
export async function samplePod(
  client: KubernetesClient,
  pod: {
    readonly namespace: string;
    readonly name: string;
    readonly main: string;
    readonly memoryLimit: number | null;
  },
  signal: AbortSignal,
): Promise<ResourceSample | null> {
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}`;
  const call = { verb: "get", resource: "pods.metrics.k8s.io", namespace: pod.namespace, name: pod.name };
  try {
    const answer = await client.request({ call, method: "GET", path, signal });
    const containers = getIn(answer, ["containers"]);
    const main = Array.isArray(containers)
      ? containers.filter(isObject).find((item) => item.name === pod.main)
      : undefined;
    if (!main) return null;
    return {
      cpu: amount(getIn(main, ["usage", "cpu"])),
      memory: amount(getIn(main, ["usage", "memory"])),
      memoryLimit: pod.memoryLimit,
    };
  } catch (error) {
    if (isPortalError(error) && isAbsence(error.code)) return null;
    throw error;
  }
}

/** Absent or not allowed: an optional right. 503 is what an API service without its server answers. */
const isAbsence = (code: string): boolean => ["not-found", "cluster/forbidden", "cluster/unreachable"].includes(code);

export function amount(value: unknown): number {
  const quantity = typeof value === "string" || typeof value === "number" ? parseQuantity(value) : null;
  return quantity ? quantityToNumber(quantity) : 0;
}

async function listCluster(
  client: KubernetesClient,
  path: string,
  resource: string,
  signal: AbortSignal,
): Promise<readonly JsonObject[] | null> {
  try {
    const answer = await client.request({
      call: { verb: "list", resource, namespace: null },
      method: "GET",
      path,
      signal,
    });
    const items = getIn(answer, ["items"]);
    return Array.isArray(items) ? items.filter(isObject) : [];
  } catch (error) {
    if (isPortalError(error) && error.code === "cluster/forbidden") return null;
    throw error;
  }
}
