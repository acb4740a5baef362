import { canOn } from "@/lib/access/can";
import type { WorkspaceAction } from "@/lib/access/grants";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { WorkspaceRecord } from "../record";
import { findWorkspaces } from "./store";

/** How people name a workspace: the cluster may be left out where the name alone is clear. */
export type Ref = { readonly name: string; readonly cluster?: string | undefined };

export type Found = { readonly workspace: WorkspaceRecord; readonly cluster: ConnectedCluster };

const doing: Readonly<Record<WorkspaceAction, string>> = {
  "workspace:read": "see",
  "workspace:open": "open",
  "workspace:logs": "read the logs of",
  "workspace:terminal": "use the terminal of",
  "workspace:operate": "start, stop or change",
  "workspace:create": "create",
  "workspace:delete": "delete",
  "workspace:share": "share",
};

export const notFound = (ref: Ref): PortalError =>
  new PortalError(
    "not-found",
    `There is no workspace ${ref.name}${ref.cluster ? ` on the cluster ${ref.cluster}` : ""}.`,
  );

/** What may not be seen does not exist; what may be seen but not done is refused. */
export function authorise(call: Call, workspace: WorkspaceRecord, action: WorkspaceAction): void {
  if (!canOn(call.actor, "workspace:read", workspace)) throw notFound(workspace);
  if (canOn(call.actor, action, workspace)) return;
  throw new PortalError(
    "access/forbidden",
    `You may see the workspace ${workspace.name} but not ${doing[action]} it. Ask its owner, ${workspace.ownerEmail}, for a stronger role.`,
  );
}

/** Finds the workspace and checks that this person may do this. Without a cluster: the default cluster's, else the only one of that name. */
export async function findFor(call: Call, ref: Ref, action: WorkspaceAction): Promise<Found> {
  const { clusters, db } = call.services;
  const named = ref.cluster === undefined ? undefined : clusters.byName(ref.cluster);
  if (ref.cluster !== undefined && !named) throw notFound(ref);
  const all = await findWorkspaces(db, ref.name, named?.config.id ?? null);
  const seen = all.filter((workspace) => canOn(call.actor, "workspace:read", workspace));
  const preferred = seen.find((workspace) => workspace.clusterId === clusters.default()?.config.id);
  const workspace = preferred ?? seen[0];
  if (!workspace) throw notFound(ref);
  if (!preferred && seen.length > 1) {
    const names = seen.map((entry) => clusters.get(entry.clusterId).config.name).join(", ");
    throw new PortalError(
      "document/invalid",
      `Several clusters have a workspace ${ref.name}: ${names}. Name the cluster.`,
    );
  }
  authorise(call, workspace, action);
  return { workspace, cluster: clusters.get(workspace.clusterId) };
}
