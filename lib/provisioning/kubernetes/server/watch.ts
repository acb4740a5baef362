import type { WatchChange } from "../../provider";
import { gatewayKind, isOptionalKind, isWorkload, managedKinds, relatedKinds } from "../kinds";
import type { KubernetesClient } from "./client";
import { createAdoptedWatch } from "./watch-adopted";
import { createEcho } from "./echo";
import type { Memory } from "./memory";
import { observeReachability } from "./reachability";
import { watchKind } from "./watch-kind";
import { anySignal } from "./signals";

/** Routes are optional, and those which workspaces follow (named Ingresses, Gateways) are other people's. */
const routing = (kindName: string, onForeign: () => void) => {
  if (kindName === "Ingress" || kindName === "Gateway") return { optional: true, onForeign };
  return isOptionalKind(kindName) ? { optional: true } : {};
};

/**
 * One watch per kind and namespace into the memory. Resolves after the first list of each; rejects, with everything stopped, when one of
 * them fails.
 */
export async function watchNamespaces(
  client: KubernetesClient,
  namespaces: readonly string[],
  memory: Memory,
  listener: (change: WatchChange) => void,
  signal: AbortSignal,
): Promise<void> {
  const failed = new AbortController();
  const either = anySignal(signal, failed.signal);
  const reachability = observeReachability(
    client,
    (state) => listener(state.ok ? { type: "reachable" } : { type: "unreachable", reason: state.reason }),
    either,
  );
  const tell = (workspaceId: string) => listener({ type: "workspace", workspaceId });
  const echo = createEcho(memory, tell, either);
  const onChange = (workspaceIds: readonly string[]) => {
    for (const workspaceId of workspaceIds) {
      tell(workspaceId);
      echo(workspaceId);
    }
  };
  const followAdopted = createAdoptedWatch({ client, memory, reachability, onChange, signal: either });
  const kinds = Object.entries({ ...managedKinds, ...relatedKinds, Gateway: gatewayKind });
  const watches = namespaces.flatMap((namespace) =>
    kinds.map(([kindName, kind]) => {
      const tellOf = (workspaceIds: readonly string[]) => {
        onChange(workspaceIds);
        if (isWorkload(kindName) && workspaceIds.length > 0) void followAdopted(namespace);
      };
      const common = { client, memory, reachability, kindName, kind, namespace, onChange: tellOf, signal: either };
      return watchKind({ ...common, ...routing(kindName, () => listener({ type: "facts" })) });
    }),
  );
  try {
    await Promise.all(watches);
    await Promise.all(namespaces.map(followAdopted));
  } catch (error) {
    failed.abort();
    await Promise.allSettled(watches);
    throw error;
  }
}
