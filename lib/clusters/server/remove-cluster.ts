import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { findCluster } from "./find-cluster";
import { countWorkspaces, deleteClusterRecord } from "./store";

/** Forgets a cluster that was added here. Nothing on the cluster is touched. */
export async function removeCluster(call: Call, name: string): Promise<{ readonly removed: string }> {
  const { services } = call;
  const cluster = findCluster(call, name, "cluster:write", "remove clusters");
  if (cluster.source === "environment") {
    throw new PortalError(
      "conflict",
      `The cluster ${name} comes from the portal's settings. Change CLUSTER_TYPE and its neighbours, and start the portal anew.`,
    );
  }
  const count = (await countWorkspaces(services.db)).get(cluster.config.id) ?? 0;
  if (count > 0) {
    throw new PortalError("conflict", `The cluster ${name} still has ${count} workspaces. Delete them first.`, {
      details: { workspaces: count },
    });
  }
  await deleteClusterRecord(services.db, cluster.config.id);
  await services.clusters.remove(cluster.config.id);
  services.log.info({ cluster: name, by: call.actor.userId }, "cluster removed");
  return { removed: name };
}
