import { Readable } from "node:stream";
import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { getIn } from "@/lib/shared/json";
import type { ClusterConfig, ClusterRuntime, WorkspaceRef } from "../../provider";
import { mainContainerOfPod } from "../main-container";
import { podOf, stringAt } from "../pod-state";
import { applyStep, dryRunStep } from "./apply";
import { createClient } from "./client";
import { createDialer } from "./dial";
import { execIn } from "./exec";
import { amount, clusterCapacity, clusterFacts, samplePod } from "./facts";
import { clusterHealth } from "./health";
import { loadKubeConfig } from "./kube-config";
import { openLogs } from "./logs";
import { createMemory } from "./memory";
import { observeWorkspace } from "./observe";
import { podsOf } from "./adopted";
import { findUnmanaged } from "./unmanaged";
import { watchNamespaces } from "./watch";
import { anySignal } from "./signals";

/** Connects to a cluster. Nothing is asked of it yet: an unreachable one shows at the first call. */
export async function connectKubernetes(config: ClusterConfig): Promise<ClusterRuntime> {
  const client = createClient(await loadKubeConfig(config));
  const namespaces = namespacesOf(config, client.contextNamespace);
  const memory = createMemory();
  const dial = createDialer(client);
  const closed = new AbortController();
  let synced = false;

  const until = (signal: AbortSignal): AbortSignal => anySignal(signal, closed.signal);

  const namespaceOf = (ref: WorkspaceRef): string => {
    const namespace = ref.namespace ?? namespaces[0];
    if (namespace !== undefined && namespaces.includes(namespace)) return namespace;
    throw new PortalError(
      "policy/denied",
      say("api/namespace-closed", { namespace: namespace ?? "", namespaces: namespaces.join(", ") }),
    );
  };

  /** From the watch's memory when it has a running pod, else asked. */
  const lookForPod = async (ref: WorkspaceRef, signal: AbortSignal) => {
    const namespace = namespaceOf(ref);
    const remembered = synced ? podOf(memory.recall(ref.id)?.related ?? []) : null;
    const known = stringAt(remembered, "status", "podIP") === null ? null : remembered;
    const pod = known ?? (await askForPod(ref, namespace, signal));
    const name = stringAt(pod, "metadata", "name");
    return name === null
      ? null
      : {
          namespace,
          name,
          main: mainContainerOfPod(pod),
          ip: stringAt(pod, "status", "podIP"),
          memoryLimit: memoryLimit(pod),
        };
  };

  const findPod = async (ref: WorkspaceRef, signal: AbortSignal) => {
    const pod = await lookForPod(ref, signal);
    if (pod) return pod;
    throw new PortalError("not-found", say("api/no-pod", { name: ref.name }));
  };

  const askForPod = async (ref: WorkspaceRef, namespace: string, signal: AbortSignal) =>
    podOf(await podsOf(client, ref, namespace, signal));

  return {
    observe: (ref, signal) => observeWorkspace(client, ref, namespaceOf(ref), until(signal)),
    recall: (workspaceId) => (synced ? memory.recall(workspaceId) : null),
    apply: (step, ref, signal) => applyStep(step, { client, namespace: namespaceOf(ref), signal: until(signal) }),
    dryRun: (step, ref, signal) => dryRunStep(step, { client, namespace: namespaceOf(ref), signal: until(signal) }),
    watch: async (listener, signal) => {
      await watchNamespaces(client, namespaces, memory, listener, until(signal));
      synced = true;
      signal.addEventListener("abort", () => (synced = false), { once: true });
    },
    logs: async (ref, options, signal) => {
      const pod = await lookForPod(ref, until(signal));
      return pod ? openLogs(client, pod, options, until(signal)) : Readable.from([]);
    },
    exec: async (ref, options, signal) => execIn(client, await findPod(ref, until(signal)), options, until(signal)),
    dial: async (ref, port, signal) => dial(await findPod(ref, until(signal)), port, until(signal)),
    sample: async (ref, signal) => {
      const pod = await lookForPod(ref, until(signal));
      return pod && samplePod(client, pod, until(signal));
    },
    facts: (signal) => clusterFacts(client, namespaces, until(signal), config.options.own_pod),
    capacity: (signal) => clusterCapacity(client, until(signal)),
    unmanaged: (signal) => findUnmanaged(client, namespaces, until(signal)),
    health: (signal) => clusterHealth(client, namespaces, config.options.ingress, until(signal)),
    close: () => {
      closed.abort();
      client.close();
      return Promise.resolve();
    },
  };
}

/** The cluster's own namespace first, then the others that workspaces may use. */
function namespacesOf(config: ClusterConfig, contextNamespace: string | null): readonly string[] {
  const { namespace, allowed_namespaces: allowed } = config.options;
  const own = typeof namespace === "string" && namespace !== "" ? namespace : (contextNamespace ?? "default");
  const others = Array.isArray(allowed)
    ? allowed.filter((item): item is string => typeof item === "string" && item !== "")
    : [];
  return [...new Set([own, ...others])];
}

function memoryLimit(pod: unknown): number | null {
  const containers = getIn(pod, ["spec", "containers"]);
  const name = mainContainerOfPod(pod);
  const main = Array.isArray(containers)
    ? containers.find((item: unknown) => stringAt(item, "name") === name)
    : undefined;
  const limit = stringAt(main, "resources", "limits", "memory");
  return limit === null ? null : amount(limit);
}
