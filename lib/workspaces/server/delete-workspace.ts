import { plain } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import type { JsonObject } from "@/lib/shared/json";
import { resolveEffective } from "../compose";
import { isStorageOf } from "../storage";
import type { OperationDto } from "../dto";
import { underlayOf } from "@/lib/templates/server/use-template";
import { announce } from "./announce";
import { findFor, type Ref } from "./authorise";
import { composeStored, snapshotOf } from "./build-stored";
import { beingDeleted } from "./operate-workspace";
import { refreshSettingsInBackground } from "./refresh-settings";
import { changeWorkspace, findRevision } from "./store";

/** Whether the workspace's data goes with it. Absent: what `pvc_retention_policy` says. */
export type DeleteInput = { readonly storage?: "keep" | "delete" | undefined };

export type DeletePreview = { readonly removed: readonly string[]; readonly kept: readonly string[] };

/** Names of what would be removed and of what would stay, by `kind name`. */
export async function previewDelete(call: Call, ref: Ref, input: DeleteInput = {}): Promise<DeletePreview> {
  const { workspace, cluster } = await findFor(call, ref, "workspace:delete");
  const revision = await findRevision(call.services.db, workspace.id, workspace.appliedRevision);
  const document = revision?.document ?? {};
  const { manifests, effective } = await composeStored(call.services, cluster, { workspace, document }, call.signal);
  const withStorage = removesStorage(input, effective.value.pvc_retention_policy);
  const names = (kept: boolean) =>
    manifests
      .filter((manifest) => (!withStorage && isStorageOf(cluster.provider, manifest)) === kept)
      .map(({ kind, name }) => `${kind} ${name}`);
  return { removed: names(false), kept: [...names(true), ...sharedFolder(effective.value)] };
}

/** Others use the claim too, so Berth removes nothing in it. */
const sharedFolder = ({ pvc_name: claim, pvc_subpath: folder }: JsonObject): readonly string[] =>
  typeof claim === "string" ? [`PersistentVolumeClaim ${claim}: ${String(folder)}`] : [];

const removesStorage = ({ storage }: DeleteInput, retention: unknown): boolean =>
  storage === undefined ? retention === "Delete" : storage === "delete";

/** Removes everything that Berth made for the workspace, and its storage only when asked to. */
export async function deleteWorkspace(
  call: Call,
  ref: Ref,
  input: DeleteInput,
): Promise<{ readonly operation: OperationDto }> {
  const { services, actor } = call;
  const { workspace, cluster } = await findFor(call, ref, "workspace:delete");
  const revision = await findRevision(services.db, workspace.id, workspace.appliedRevision);
  const { provider } = cluster;
  const { policies, storage } = snapshotOf(services, workspace);
  const document = revision?.document ?? {};
  // Without facts of the cluster, which may be away: they do not decide about this.
  const facts = {};
  const { name } = workspace;
  const { value } = resolveEffective({
    provider,
    facts,
    settings: services.settings,
    name,
    document,
    template: await underlayOf(services, document, provider.type),
    policies,
    storage,
  });
  const deleteStorage = removesStorage(input, value.pvc_retention_policy);
  const changed = await changeWorkspace(services.db, {
    workspace,
    kind: "delete",
    // At once, so that open pages ask for nothing of it any more.
    data: { desired: "absent", phase: "deleting", deleteStorage },
    authorEmail: actor.email,
    activity: plain(deleteStorage ? "deed/deleted-storage" : "deed/deleted"),
    now: services.clock.now(),
  });
  if (!changed) throw beingDeleted(workspace);
  // What it offered is withdrawn with it.
  if (services.settings.SHARE_SECRETS_ACROSS_WORKSPACES) refreshSettingsInBackground(services, cluster);
  return { operation: announce(services, cluster, changed) };
}
