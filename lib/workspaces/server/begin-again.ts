import { clusterVariables } from "@/lib/clusters/server/cluster-variables";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { isPolicyChange } from "@/lib/policy/changes";
import { layersOfExisting, policyLayers } from "@/lib/policy/layers";
import type { Call } from "@/lib/server/services";
import { isPortalError } from "@/lib/shared/errors";
import { underlayOf } from "@/lib/templates/server/use-template";
import { equalJson, type JsonObject } from "@/lib/shared/json";
import { columnsOf, lifecycleColumnsOf } from "../columns";
import { resolveEffective } from "../compose";
import { snapshotChanges, takeSnapshot, type InheritedSnapshot } from "../inherited";
import type { WorkspaceRecord } from "../record";
import { notFound, type Found } from "./authorise";
import { composeStored, snapshotOf, waitingSnapshotOf } from "./build-stored";
import { checkObjects } from "./check-objects";
import { findRevision, type WorkspaceChange } from "./store";

/**
 * What a start or a restart stores: the newest revision comes into force, with the columns that lists and the gateway read, and so do the
 * present policies and the settings that wait. Throws `policy/denied` when the workspace does not fit them any more: it is to be updated first.
 */
export async function beginAgain(call: Call, { workspace, cluster }: Found): Promise<WorkspaceChange["data"]> {
  const { services } = call;
  const revision = await findRevision(services.db, workspace.id, workspace.revision);
  if (!revision) throw notFound(workspace);
  const { document } = revision;
  const inForce = await services.policies.inForce();
  const { provider } = cluster;
  const waiting = waitingSnapshotOf(services, workspace);
  const stored = waiting ?? snapshotOf(services, workspace);
  const policies = layersOfExisting(policyLayers(inForce, provider.type), stored.policies);
  const inherited: InheritedSnapshot = { ...stored, policies };
  const next: WorkspaceRecord = { ...workspace, appliedRevision: workspace.revision, desired: "running" };
  const { effective, manifests } = await build(call, cluster, { workspace: next, document }, inherited);
  checkObjects({ cluster, effective, manifests, conflictsOf: effective }, inForce, "policy/denied-begin-again");
  const { port, cpu, memory } = columnsOf(effective.value);
  const newSnapshot = waiting !== null || !equalJson(policies, stored.policies);
  const settingsChanged = waiting
    ? await stillChanged(call, cluster, { name: workspace.name, effective: effective.value, taken: inherited })
    : workspace.settingsChanged.filter((name) => !isPolicyChange(name));
  return {
    ...(workspace.appliedRevision === workspace.revision ? {} : { appliedRevision: workspace.revision }),
    ...(newSnapshot ? { inherited: services.secrets.seal(JSON.stringify(inherited)) } : {}),
    ...(waiting ? { waitingInherited: null } : {}),
    ...(equalJson(settingsChanged, workspace.settingsChanged) ? {} : { settingsChanged }),
    port,
    cpu,
    memory,
    ...lifecycleColumnsOf(effective.value),
  };
}

/** Variables may have changed again since the settings began to wait. */
async function stillChanged(
  { services }: Call,
  cluster: ConnectedCluster,
  after: { readonly name: string; readonly effective: JsonObject; readonly taken: InheritedSnapshot },
): Promise<readonly string[]> {
  const { name, effective, taken } = after;
  const variables = await clusterVariables(services, cluster, { workspace: name });
  const present = takeSnapshot(name, effective, variables, services.settings, taken.policies, taken.storage);
  return snapshotChanges(taken, present, name);
}

/** While the cluster is away the document alone is checked; the reconciler checks the objects before it makes them. */
async function build(
  { services, signal }: Call,
  cluster: ConnectedCluster,
  stored: { readonly workspace: WorkspaceRecord; readonly document: JsonObject },
  inherited: InheritedSnapshot,
) {
  try {
    return await composeStored(services, cluster, stored, signal, { inherited });
  } catch (error) {
    if (!isPortalError(error) || error.code !== "cluster/unreachable") throw error;
    const { provider } = cluster;
    const { document, workspace } = stored;
    const { policies, storage } = inherited;
    const input = {
      provider,
      facts: {},
      settings: services.settings,
      name: workspace.name,
      document,
      template: await underlayOf(services, document, provider.type),
      policies,
      storage,
    };
    return { effective: resolveEffective(input), manifests: [] };
  }
}
