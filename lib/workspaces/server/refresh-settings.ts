import { clusterVariables } from "@/lib/clusters/server/cluster-variables";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Services } from "@/lib/server/services";
import { policyChanges } from "@/lib/policy/changes";
import { checkPolicies } from "@/lib/policy/check";
import { layersOfExisting, policyLayers, type PolicyLayers } from "@/lib/policy/layers";
import type { PolicyInForce } from "@/lib/policy/policy";
import { equalJson, type JsonObject } from "@/lib/shared/json";
import type { ClusterVariable } from "@/lib/variables/inherit";
import { resolveEffective } from "../compose";
import { snapshotChanges, takeSnapshot } from "../inherited";
import type { WorkspaceRecord } from "../record";
import { publishWorkspace } from "./announce";
import { snapshotOf } from "./build-stored";
import { listWithDocuments, saveSettingsChanged } from "./settings-store";

const pageSize = 100;

/**
 * Works out for every workspace of a cluster which variables differ from those it was started with, and what the present policies would make
 * of it, so that lists only read a column. Only rows whose answer changed are written, and no workspace is touched.
 */
export async function refreshSettings(services: Services, cluster: ConnectedCluster): Promise<void> {
  const { config } = cluster;
  const present = { variables: await clusterVariables(services, cluster), policies: await services.policies.inForce() };
  for (let after = "", more = true; more;) {
    const page = await listWithDocuments(services.db, config.id, after, pageSize);
    for (const { workspace, document } of page) {
      const settingsChanged = changesOf(services, cluster, { workspace, document }, present);
      if (equalJson(settingsChanged, workspace.settingsChanged)) continue;
      await saveSettingsChanged(services.db, workspace.id, settingsChanged);
      publishWorkspace(services, cluster, { ...workspace, settingsChanged });
    }
    after = page.at(-1)?.workspace.id ?? "";
    more = page.length === pageSize;
    // Thousands of workspaces must not hold up requests.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

type Present = { readonly variables: readonly ClusterVariable[]; readonly policies: readonly PolicyInForce[] };

function changesOf(
  services: Services,
  { provider }: ConnectedCluster,
  { workspace, document }: { readonly workspace: WorkspaceRecord; readonly document: JsonObject },
  { variables, policies }: Present,
): readonly string[] {
  const { settings } = services;
  const { name } = workspace;
  const stored = snapshotOf(services, workspace);
  const layers = layersOfExisting(policyLayers(policies, provider.type), stored.policies);
  // Facts decide about storage and namespace, which stay, never about the environment.
  const resolve = (taken: PolicyLayers) =>
    resolveEffective({ provider, facts: {}, settings, name, document, policies: taken });
  const before = resolve(stored.policies);
  const now = equalJson(layers, stored.policies) ? before : resolve(layers);
  const broken = checkPolicies(
    { clusterType: provider.type, resolved: now, manifests: [], conflictsOf: now },
    policies,
  );
  const present = takeSnapshot(name, before.value, variables, settings, layers, stored.storage);
  return [...snapshotChanges(stored, present, name), ...policyChanges(before, now, broken)];
}

/** After a policy changed. */
export function refreshAllSettings(services: Services): void {
  for (const cluster of services.clusters.list()) refreshSettingsInBackground(services, cluster);
}

/** The person who changed a variable does not wait for thousands of workspaces. */
export function refreshSettingsInBackground(services: Services, cluster: ConnectedCluster): void {
  refreshSettings(services, cluster).catch((error: unknown) => {
    services.log.error(
      { err: error, cluster: cluster.config.name },
      "changed settings of workspaces could not be worked out",
    );
  });
}
