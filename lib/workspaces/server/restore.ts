import { canOn } from "@/lib/access/can";
import { say } from "@/lib/i18n/say";
import { manifestKey } from "@/lib/provisioning/manifest";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { toDetail } from "../detail";
import type { DeletedWorkspaceDto, ListDto } from "../dto";
import { refOf, type WorkspaceRecord } from "../record";
import { isStorageOf } from "../storage";
import { announce, clusterOfSummary } from "./announce";
import { notFound, type Found, type Ref } from "./authorise";
import { beginAgain } from "./begin-again";
import { composeStored } from "./build-stored";
import type { Accepted } from "./create-workspace";
import { refreshSettingsInBackground } from "./refresh-settings";
import { listDeletedRecords, restoreRecord, type DeletedRecord } from "./restore-store";
import { findRevision } from "./store";

/** How long a deleted workspace whose storage was kept can be brought back. */
const days = 14;
const milliseconds = days * 24 * 60 * 60 * 1000;

/** Those that this person could have deleted, the last one first. */
export async function listDeleted(
  call: Call,
  input: { readonly cluster?: string | undefined; readonly search?: string | undefined } = {},
): Promise<ListDto<DeletedWorkspaceDto>> {
  const records = await restorable(call, { name: undefined, cluster: input.cluster });
  const search = input.search?.trim().toLowerCase() ?? "";
  const items = records.flatMap(({ workspace, deletedAt }): readonly DeletedWorkspaceDto[] => {
    const cluster = call.services.clusters.list().find(({ config }) => config.id === workspace.clusterId);
    if (!cluster || !`${workspace.name} ${workspace.ownerEmail}`.toLowerCase().includes(search)) return [];
    return [
      {
        id: workspace.id,
        name: workspace.name,
        cluster: cluster.config.name,
        owner: workspace.ownerEmail,
        description: workspace.description,
        revision: workspace.revision,
        deleted_at: deletedAt.toISOString(),
        restorable_until: new Date(deletedAt.getTime() + milliseconds).toISOString(),
      },
    ];
  });
  return { items, next_cursor: null, total: items.length };
}

/**
 * Brings a deleted workspace back with its document, its history and its storage, and starts it. Throws `not-found` when there is none,
 * `workspace/name-taken` when its name is used again, `conflict` when its storage is gone, `policy/denied` when it does not fit any more.
 */
export async function restoreWorkspace(
  call: Call,
  ref: Ref,
  input: { readonly id?: string | undefined },
): Promise<Accepted> {
  const { services, actor } = call;
  const found = await findDeleted(call, ref, input.id);
  const { workspace, cluster } = found;
  const data = await beginAgain(call, found);
  const revision = await findRevision(services.db, workspace.id, workspace.revision);
  if (!revision) throw notFound(ref);
  await checkStorage(call, found, { ...workspace, desired: "running", appliedRevision: workspace.revision }, revision);
  const { email: authorEmail } = actor;
  const restored = await restoreRecord(services.db, { workspace, data, authorEmail, now: services.clock.now() });
  if (!restored) {
    const taken = say("restore/name-taken", { name: workspace.name, cluster: cluster.config.name });
    throw new PortalError("workspace/name-taken", taken, { faults: [{ path: "name", ...taken }] });
  }
  if (services.settings.SHARE_SECRETS_ACROSS_WORKSPACES) refreshSettingsInBackground(services, cluster);
  const operation = announce(services, cluster, restored);
  const detail = { workspace: restored.workspace, revision, operation: restored.operation };
  return { workspace: toDetail(actor, detail, clusterOfSummary(cluster), services.settings), operation };
}

async function restorable(
  { services, actor }: Call,
  { name, cluster }: { readonly name: string | undefined; readonly cluster: string | undefined },
): Promise<readonly DeletedRecord[]> {
  const named = cluster === undefined ? undefined : services.clusters.byName(cluster);
  if (cluster !== undefined && !named) return [];
  const since = new Date(services.clock.now().getTime() - milliseconds);
  const records = await listDeletedRecords(services.db, { since, name, clusterId: named?.config.id });
  return records.filter(({ workspace }) => canOn(actor, "workspace:delete", workspace));
}

async function findDeleted(call: Call, { name, cluster }: Ref, id: string | undefined): Promise<Found> {
  const all = await restorable(call, { name, cluster });
  const meant = id === undefined ? all : all.filter(({ workspace }) => workspace.id === id);
  const [first, second] = meant;
  if (!first) throw new PortalError("not-found", say("restore/not-found", { name, days }));
  if (second) {
    const ids = meant.map(({ workspace }) => workspace.id).join(", ");
    throw new PortalError("document/invalid", say("restore/several", { name, ids }));
  }
  return { workspace: first.workspace, cluster: call.services.clusters.get(first.workspace.clusterId) };
}

/** Somebody may have removed it from the cluster since: an empty volume in its place would look like lost data. */
async function checkStorage(
  { services, signal }: Call,
  { cluster }: Found,
  next: WorkspaceRecord,
  { document }: { readonly document: Parameters<typeof composeStored>[2]["document"] },
): Promise<void> {
  const { manifests } = await composeStored(services, cluster, { workspace: next, document }, signal);
  const needed = manifests.filter((manifest) => isStorageOf(cluster.provider, manifest));
  const observation = await cluster.runtime().observe(refOf(next), signal);
  const there = new Set(observation.manifests.map(manifestKey));
  const gone = needed.filter((manifest) => !there.has(manifestKey(manifest)));
  if (gone.length === 0) return;
  const objects = gone.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  throw new PortalError("conflict", say("restore/storage-gone", { name: next.name, objects }));
}
