import type { FoundWorkload } from "../../adoption";
import { workloadsOf } from "../adopt/found";
import { managedKinds, type KindPath } from "../kinds";
import type { KubernetesClient } from "./client";
import { isUnavailable, listKind } from "./list-kind";

/** StatefulSets and Deployments in the namespaces where workspaces may run, with what belongs to them. What Berth may not see is not told of. */
export async function findUnmanaged(
  client: KubernetesClient,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<readonly FoundWorkload[]> {
  const lists = await Promise.all(namespaces.map((namespace) => inNamespace(client, namespace, signal)));
  return lists.flat();
}

async function inNamespace(
  client: KubernetesClient,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly FoundWorkload[]> {
  const list = async (kind: KindPath) => {
    try {
      return (await listKind(client, kind, namespace, {}, signal)).items;
    } catch (error) {
      if (isUnavailable(error)) return [];
      throw error;
    }
  };
  const [sets, deployments, services, claims, ingresses] = await Promise.all([
    list(managedKinds.StatefulSet),
    list(managedKinds.Deployment),
    list(managedKinds.Service),
    list(managedKinds.PersistentVolumeClaim),
    list(managedKinds.Ingress),
  ]);
  const workloads = [
    ...sets.map((object) => ({ kind: "StatefulSet" as const, object })),
    ...deployments.map((object) => ({ kind: "Deployment" as const, object })),
  ];
  return workloadsOf(namespace, { workloads, services, claims, ingresses });
}
