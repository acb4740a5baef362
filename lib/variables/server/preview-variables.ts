import { clusterVariables } from "@/lib/clusters/server/cluster-variables";
import { findCluster } from "@/lib/clusters/server/find-cluster";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { listVariableRecords } from "@/lib/clusters/server/variable-store";
import type { Call, Services } from "@/lib/server/services";
import { snapshotChanges, takeSnapshot } from "@/lib/workspaces/inherited";
import { effectiveAsStored, type StoredWithDocument } from "@/lib/workspaces/server/refresh-settings";
import { forEachWithDocument } from "@/lib/workspaces/server/settings-store";
import type { VariablesEffectDto } from "../dto";
import type { ClusterVariable } from "../inherit";
import { readChange, type VariablesInput } from "./read-change";

type Variables = { readonly present: readonly ClusterVariable[]; readonly candidate: readonly ClusterVariable[] };
type Item = VariablesEffectDto["items"][number];

/** Which workspaces would get, or lose, the badge "settings changed" if this were saved. Stores nothing and touches nothing. */
export async function previewVariables(
  call: Call,
  clusterName: string,
  input: VariablesInput,
): Promise<VariablesEffectDto> {
  const { services } = call;
  const cluster = findCluster(call, clusterName, "variable:write", "doing/change-variables");
  const stored = await listVariableRecords(services.db, cluster.config.id);
  const { changes, ...change } = readChange(services, stored, input);
  const variables = {
    present: await clusterVariables(services, cluster),
    candidate: await clusterVariables(services, cluster, { change }),
  };
  const items: Item[] = [];
  let workspaces = 0;
  await forEachWithDocument(services.db, cluster.config.id, call.signal, async (item) => {
    workspaces += 1;
    const effect = await effectOn(services, cluster, item, variables);
    if (effect.outdated.length + effect.settled.length > 0) items.push(effect);
  });
  return { changes, workspaces, items };
}

async function effectOn(
  services: Services,
  cluster: ConnectedCluster,
  stored: StoredWithDocument,
  { present, candidate }: Variables,
): Promise<Item> {
  const { name, ownerEmail, desired } = stored.workspace;
  const { snapshot, value } = await effectiveAsStored(services, cluster, stored);
  const take = (variables: readonly ClusterVariable[]) =>
    takeSnapshot(name, value, variables, services.settings, snapshot.policies, snapshot.storage);
  const next = take(candidate);
  const moved = snapshotChanges(take(present), next, name);
  const differs = new Set(snapshotChanges(snapshot, next, name));
  return {
    name,
    owner: ownerEmail,
    running: desired === "running",
    outdated: moved.filter((variable) => differs.has(variable)),
    settled: moved.filter((variable) => !differs.has(variable)),
  };
}
