import { clusterVariables } from "@/lib/clusters/server/cluster-variables";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { perServices } from "@/lib/server/per-services";
import type { Services } from "@/lib/server/services";
import { policyChanges } from "@/lib/policy/changes";
import { checkPolicies } from "@/lib/policy/check";
import { layersOfExisting, policyLayers, type PolicyLayers } from "@/lib/policy/layers";
import type { PolicyInForce } from "@/lib/policy/policy";
import { equalJson, type JsonObject } from "@/lib/shared/json";
import { underlayOf } from "@/lib/templates/server/use-template";
import type { ClusterVariable } from "@/lib/variables/inherit";
import { resolveEffective } from "../compose";
import { snapshotChanges, takeSnapshot, type InheritedSnapshot } from "../inherited";
import type { WorkspaceRecord } from "../record";
import { publishWorkspace } from "./announce";
import { snapshotOf } from "./build-stored";
import { findWithDocument, forEachWithDocument, saveSettingsChanged } from "./settings-store";

/**
 * Works out for every workspace of a cluster which variables differ from those it was started with, and what the present policies would make
 * of it, so that lists only read a column. Only rows whose answer changed are written, and no workspace is touched.
 */
export async function refreshSettings(services: Services, cluster: ConnectedCluster): Promise<void> {
  const { config } = cluster;
  const present = { variables: await clusterVariables(services, cluster), policies: await services.policies.inForce() };
  await forEachWithDocument(services.db, config.id, null, (stored) => refreshOne(services, cluster, stored, present));
}

/** The same for one workspace, when something of its own changed. */
export async function refreshWorkspace(services: Services, cluster: ConnectedCluster, id: string): Promise<void> {
  const stored = await findWithDocument(services.db, id);
  if (!stored) return;
  const variables = await clusterVariables(services, cluster, { workspace: stored.workspace.name });
  await refreshOne(services, cluster, stored, { variables, policies: await services.policies.inForce() });
}

async function refreshOne(
  services: Services,
  cluster: ConnectedCluster,
  stored: StoredWithDocument,
  present: Present,
): Promise<void> {
  const { workspace } = stored;
  const settingsChanged = await changesOf(services, cluster, stored, present);
  if (equalJson(settingsChanged, workspace.settingsChanged)) return;
  await saveSettingsChanged(services.db, workspace.id, settingsChanged);
  publishWorkspace(services, cluster, { ...workspace, settingsChanged });
}

export type StoredWithDocument = { readonly workspace: WorkspaceRecord; readonly document: JsonObject };

/** What a workspace took from its cluster, and its effective configuration under the policies of that time. */
export async function effectiveAsStored(
  { settings, secrets, templates }: Pick<Services, "settings" | "secrets" | "templates">,
  { provider }: ConnectedCluster,
  { workspace, document }: StoredWithDocument,
): Promise<{ readonly snapshot: InheritedSnapshot; readonly value: JsonObject }> {
  const snapshot = snapshotOf({ secrets }, workspace);
  const { name } = workspace;
  const { policies } = snapshot;
  const template = await underlayOf({ templates }, document, provider.type);
  // Facts decide about storage and namespace, which stay, never about the environment.
  const { value } = resolveEffective({ provider, facts: {}, settings, name, document, template, policies });
  return { snapshot, value };
}

type Present = { readonly variables: readonly ClusterVariable[]; readonly policies: readonly PolicyInForce[] };

async function changesOf(
  services: Services,
  { provider }: ConnectedCluster,
  { workspace, document }: StoredWithDocument,
  { variables, policies }: Present,
): Promise<readonly string[]> {
  const { settings } = services;
  const { name } = workspace;
  const stored = snapshotOf(services, workspace);
  const layers = layersOfExisting(policyLayers(policies, provider.type), stored.policies);
  const template = await underlayOf(services, document, provider.type);
  // Facts decide about storage and namespace, which stay, never about the environment.
  const resolve = (taken: PolicyLayers) =>
    resolveEffective({ provider, facts: {}, settings, name, document, template, policies: taken });
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

/** The end of the last pass over each cluster: one that read older variables must not write after one that read newer ones. */
const lastPasses = perServices(() => new Map<string, Promise<void>>());

/** The person who changed a variable does not wait for thousands of workspaces. */
export function refreshSettingsInBackground(services: Services, cluster: ConnectedCluster): void {
  const passes = lastPasses(services);
  const { id, name } = cluster.config;
  const pass = (passes.get(id) ?? Promise.resolve())
    .then(() => refreshSettings(services, cluster))
    .catch((error: unknown) => {
      services.log.error({ err: error, cluster: name }, "changed settings of workspaces could not be worked out");
    });
  passes.set(id, pass);
}
