import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Services } from "@/lib/server/services";
import type { ClusterVariable } from "@/lib/variables/inherit";
import { listSecretsOfCluster } from "@/lib/variables/server/secret-store";
import { listVariableRecords } from "./variable-store";

export type VariablesChange = {
  readonly set: readonly { readonly name: string; readonly value: string; readonly secret: boolean }[];
  readonly remove: readonly string[];
};

type Options = {
  /** Of the secrets that are offered to nobody only this workspace's. Absent: of all workspaces. */
  readonly workspace?: string;
  /** As if it had been made: for previews. */
  readonly change?: VariablesChange;
};

/** Of the portal's environment and of BERTH_CONFIG, for the cluster of the settings. */
export function environmentVariables(
  { settings }: Pick<Services, "settings">,
  cluster: ConnectedCluster,
): readonly (readonly [name: string, value: string])[] {
  return cluster.source === "environment" ? Object.entries(settings.clusterVariables) : [];
}

/**
 * What workspaces of a cluster may take from it: the portal's own environment for the cluster of the settings, what the Variables page holds,
 * which wins, and secrets of workspaces. With secret values: never for a screen.
 */
export async function clusterVariables(
  services: Pick<Services, "db" | "settings" | "secrets">,
  cluster: ConnectedCluster,
  { workspace, change = { set: [], remove: [] } }: Options = {},
): Promise<readonly ClusterVariable[]> {
  const { db, secrets } = services;
  const { id } = cluster.config;
  const [stored, ofWorkspaces] = await Promise.all([
    listVariableRecords(db, id),
    listSecretsOfCluster(db, id, workspace ?? null),
  ]);
  const own = environmentVariables(services, cluster);
  const byName = new Map<string, ClusterVariable>(own.map(([name, value]) => [name, { name, value, secret: false }]));
  const removed = new Set(change.remove);
  for (const { name, value, secret } of stored) {
    if (!removed.has(name)) byName.set(name, { name, secret, value: secret ? secrets.open(value) : value });
  }
  for (const { name, value, secret } of change.set) byName.set(name, { name, value, secret });
  const offered = ofWorkspaces.map(({ name, value, workspace: of, shared }): ClusterVariable => ({
    name,
    value: secrets.open(value),
    secret: true,
    of: { workspace: of, shared },
  }));
  return [...byName.values(), ...offered];
}
