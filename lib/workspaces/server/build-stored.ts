import type { Adopted } from "@/lib/provisioning/adoption";
import { readAdopted } from "@/lib/adoption/read-adopted";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Services } from "@/lib/server/services";
import type { JsonObject } from "@/lib/shared/json";
import { underlayOf } from "@/lib/templates/server/use-template";
import { asCreated } from "@/lib/layers/storage-settings";
import { composeWorkspace, resolveEffective, type Composed } from "../compose";
import { readSnapshot, type InheritedSnapshot } from "../inherited";
import type { WorkspaceRecord } from "../record";
import type { ResolvedDocument } from "@/lib/layers/resolve";

export type StoredWorkspace = {
  readonly workspace: WorkspaceRecord;
  /** Of the revision that is to be built. */
  readonly document: JsonObject;
};

export type BuildOptions = {
  /** In place of the stored snapshot: for previews. */
  readonly inherited?: InheritedSnapshot;
};

/** What waits for the next start or restart; null: nothing does. */
export const waitingSnapshotOf = (
  services: Pick<Services, "secrets">,
  { waitingInherited }: WorkspaceRecord,
): InheritedSnapshot | null =>
  waitingInherited === null ? null : readSnapshot(services.secrets.open(waitingInherited));

export const snapshotOf = (services: Pick<Services, "secrets">, workspace: WorkspaceRecord): InheritedSnapshot =>
  readSnapshot(workspace.inherited === null ? null : services.secrets.open(workspace.inherited));

/** What it was taken over from; null: Berth made it. */
export const adoptedOf = (services: Pick<Services, "secrets">, { adopted }: WorkspaceRecord): Adopted | null =>
  adopted === null ? null : readAdopted(services.secrets.open(adopted));

/** Resolves and builds a stored workspace as its row and cluster say now. */
export async function composeStored(
  services: Pick<Services, "settings" | "secrets" | "templates">,
  cluster: ConnectedCluster,
  { workspace, document }: StoredWorkspace,
  signal: AbortSignal,
  options: BuildOptions = {},
): Promise<Composed & { readonly effective: ResolvedDocument }> {
  const { provider } = cluster;
  const { settings } = services;
  const inherited = options.inherited ?? snapshotOf(services, workspace);
  const { policies, storage } = inherited;
  const { facts } = asCreated(settings, await cluster.facts(signal), storage);
  const template = await underlayOf(services, document, provider.type);
  const { name } = workspace;
  const effective = resolveEffective({ provider, facts, settings, name, document, template, policies, storage });
  const composed = composeWorkspace({
    provider,
    facts,
    settings,
    effective,
    inherited,
    address: { name: workspace.name, cluster: cluster.config.name, onDefaultCluster: cluster.isDefault },
    workspace: {
      id: workspace.id,
      name: workspace.name,
      owner: workspace.ownerEmail,
      revision: workspace.appliedRevision,
      restarts: workspace.restartCount,
    },
    names: workspace.names,
    namespace: workspace.namespace,
    running: workspace.desired === "running",
    adopted: adoptedOf(services, workspace),
  });
  return { ...composed, effective };
}
