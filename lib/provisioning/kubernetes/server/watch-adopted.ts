import { relatedKinds } from "../kinds";
import type { KubernetesClient } from "./client";
import { listKind } from "./list-kind";
import { foreignPods, type Memory } from "./memory";
import type { Reachability } from "./reachability";
import { watchKind } from "./watch-kind";

type AdoptedWatch = {
  readonly client: KubernetesClient;
  readonly memory: Memory;
  readonly reachability: Reachability;
  readonly onChange: (workspaceIds: readonly string[]) => void;
  readonly signal: AbortSignal;
};

/**
 * Pods of a workload that was taken over have no labels of Berth's until their template changes, so they are found by their owner: in a
 * namespace with such a workload, and only there, all other pods are watched as well. The returned function is called whenever a namespace
 * may have a new one; it resolves when its pods are known.
 */
export function createAdoptedWatch(watch: AdoptedWatch): (namespace: string) => Promise<void> {
  const { client, memory, onChange, signal } = watch;
  const known = new Map<string, { readonly started: Promise<void>; readonly workloads: Set<string> }>();
  const kind = relatedKinds.Pod;

  return async (namespace) => {
    const workloads = memory.adopted(namespace);
    const present = known.get(namespace);
    if (!present) {
      if (workloads.length === 0) return;
      const started = watchKind({ ...watch, kindName: foreignPods, kind, namespace });
      known.set(namespace, { started, workloads: new Set(workloads) });
      return started;
    }
    const isNew = workloads.some((workload) => !present.workloads.has(workload));
    workloads.forEach((workload) => present.workloads.add(workload));
    await present.started;
    if (!isNew) return;
    // Their pods came by before anybody knew whose they are.
    const { items } = await listKind(client, kind, namespace, {}, signal);
    onChange(items.flatMap((item) => memory.put(foreignPods, namespace, item)));
  };
}
