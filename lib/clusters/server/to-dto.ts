import type { ClusterDto } from "@/lib/workspaces/dto";
import type { ConnectedCluster } from "./registry";

/** `workspaces`: how many live there. Credentials are no part of a connected cluster's configuration. */
export const toClusterDto = (cluster: ConnectedCluster, workspaces: number): ClusterDto => ({
  id: cluster.config.id,
  name: cluster.config.name,
  type: cluster.config.type,
  is_default: cluster.isDefault,
  source: cluster.source,
  state: cluster.state,
  reason: cluster.reason,
  reason_text: cluster.reasonText ?? null,
  options: cluster.config.options,
  workspaces,
  created_at: cluster.createdAt.toISOString(),
});
