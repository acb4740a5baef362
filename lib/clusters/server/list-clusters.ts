import { can } from "@/lib/access/can";
import type { Call } from "@/lib/server/services";
import type { ClusterDto } from "@/lib/workspaces/dto";
import { findCluster } from "./find-cluster";
import type { ConnectedCluster } from "./registry";
import { countWorkspaces } from "./store";
import { toClusterDto } from "./to-dto";

/** Addresses and reasons are for those who may inspect clusters; the others see names, types and whether they answer. */
function shownTo(call: Call, cluster: ConnectedCluster, workspaces: number): ClusterDto {
  const dto = toClusterDto(cluster, workspaces);
  return can(call.actor, "cluster:inspect") ? dto : { ...dto, options: {}, reason: null };
}

/** Empty for people who may not see clusters. */
export async function listClusters(call: Call): Promise<readonly ClusterDto[]> {
  if (!can(call.actor, "cluster:read")) return [];
  const counts = await countWorkspaces(call.services.db);
  return call.services.clusters.list().map((cluster) => shownTo(call, cluster, counts.get(cluster.config.id) ?? 0));
}

export async function getCluster(call: Call, name: string): Promise<ClusterDto> {
  const cluster = findCluster(call, name, "cluster:read", "doing/see-clusters");
  const counts = await countWorkspaces(call.services.db);
  return shownTo(call, cluster, counts.get(cluster.config.id) ?? 0);
}
