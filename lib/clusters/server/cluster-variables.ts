import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Services } from "@/lib/server/services";
import type { ClusterVariable } from "@/lib/variables/inherit";
import { listVariableRecords } from "./variable-store";

/**
 * The variables that workspaces of a cluster may inherit: the portal's own environment for the cluster of the settings, and what the
 * Variables page holds, which wins. With secret values: never for a screen.
 */
export async function clusterVariables(
  services: Pick<Services, "db" | "settings" | "secrets">,
  cluster: ConnectedCluster,
): Promise<readonly ClusterVariable[]> {
  const own = cluster.source === "environment" ? Object.entries(services.settings.clusterVariables) : [];
  const stored = await listVariableRecords(services.db, cluster.config.id);
  const byName = new Map<string, ClusterVariable>(own.map(([name, value]) => [name, { name, value, secret: false }]));
  for (const { name, value, secret } of stored) {
    byName.set(name, { name, secret, value: secret ? services.secrets.open(value) : value });
  }
  return [...byName.values()];
}
