import { canOn } from "@/lib/access/can";
import type { WorkspaceAction } from "@/lib/access/grants";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { say, type PlainCode } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { WorkspaceRecord } from "../record";
import { findWorkspaces } from "./store";

/** How people name a workspace: the cluster may be left out where the name alone is clear. */
export type Ref = { readonly name: string; readonly cluster?: string | undefined };

export type Found = { readonly workspace: WorkspaceRecord; readonly cluster: ConnectedCluster };

const doing: Readonly<Record<WorkspaceAction, PlainCode>> = {
  "workspace:read": "doing/see",
  "workspace:open": "doing/open",
  "workspace:logs": "doing/logs",
  "workspace:terminal": "doing/terminal",
  "workspace:operate": "doing/operate",
  "workspace:create": "doing/create",
  "workspace:delete": "doing/delete",
  "workspace:share": "doing/share",
  "workspace:offer-secrets": "doing/offer-secrets",
};

export const notFound = (ref: Ref): PortalError =>
  new PortalError(
    "not-found",
    ref.cluster
      ? say("workspace/not-found-on", { name: ref.name, cluster: ref.cluster })
      : say("workspace/not-found", { name: ref.name }),
  );

/** What may not be seen does not exist; what may be seen but not done is refused. */
export function authorise(call: Call, workspace: WorkspaceRecord, action: WorkspaceAction): void {
  if (!canOn(call.actor, "workspace:read", workspace)) throw notFound(workspace);
  if (canOn(call.actor, action, workspace)) return;
  throw new PortalError(
    "access/forbidden",
    say("access/weak-role", { name: workspace.name, doing: say(doing[action]), owner: workspace.ownerEmail }),
  );
}

/** Finds the workspace and checks that this person may do this. Without a cluster: the default cluster's, else the only one of that name. */
export async function findFor(call: Call, ref: Ref, action: WorkspaceAction): Promise<Found> {
  const { clusters, db } = call.services;
  const found = await findWorkspaces(db, ref.name, clusterIdOf(call, ref));
  const workspace = choose(call, ref, found);
  authorise(call, workspace, action);
  return { workspace, cluster: clusters.get(workspace.clusterId) };
}

/** Of the cluster that the reference names; null when it names none. */
export function clusterIdOf(call: Call, ref: Ref): string | null {
  if (ref.cluster === undefined) return null;
  const cluster = call.services.clusters.byName(ref.cluster);
  if (!cluster) throw notFound(ref);
  return cluster.config.id;
}

/** Which of the workspaces of that name is meant, among those that this person may see. */
export function choose(call: Call, ref: Ref, all: readonly WorkspaceRecord[]): WorkspaceRecord {
  const { clusters } = call.services;
  const seen = all.filter((workspace) => canOn(call.actor, "workspace:read", workspace));
  const preferred = seen.find((workspace) => workspace.clusterId === clusters.default()?.config.id);
  const workspace = preferred ?? seen[0];
  if (!workspace) throw notFound(ref);
  if (!preferred && seen.length > 1) {
    const names = seen.map((entry) => clusters.get(entry.clusterId).config.name).join(", ");
    throw new PortalError("document/invalid", say("workspace/several", { name: ref.name, clusters: names }));
  }
  return workspace;
}
