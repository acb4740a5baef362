import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { SeenRoute } from "@/lib/provisioning/provider";

/** The cluster's own address of a workspace, from the watch's memory: nothing is asked. Null: none was asked for, or nobody knows now. */
export function seenIngress(cluster: ConnectedCluster, workspaceId: string): SeenRoute | null {
  if (cluster.state !== "connected" || !cluster.provider.seenRoute) return null;
  const observation = cluster.runtime().recall(workspaceId);
  return observation && cluster.provider.seenRoute(observation);
}
