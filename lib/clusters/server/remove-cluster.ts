import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { findCluster } from "./find-cluster";
import { countWorkspaces, deleteClusterRecord } from "./store";

/** Forgets a cluster that was added here. Nothing on the cluster is touched. */
export async function removeCluster(call: Call, name: string): Promise<{ readonly removed: string }> {
  const { services } = call;
  const cluster = findCluster(call, name, "cluster:write", "doing/remove-clusters");
  if (cluster.source === "environment") {
    throw new PortalError("conflict", say("cluster/of-settings", { name }));
  }
  const count = (await countWorkspaces(services.db)).get(cluster.config.id) ?? 0;
  if (count > 0) {
    throw new PortalError("conflict", say("cluster/in-use", { name, count }), {
      details: { workspaces: count },
    });
  }
  await deleteClusterRecord(services.db, cluster.config.id);
  await services.clusters.remove(cluster.config.id);
  services.log.info({ cluster: name, by: call.actor.userId }, "cluster removed");
  return { removed: name };
}
