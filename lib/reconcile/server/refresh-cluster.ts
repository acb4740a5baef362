import { reasonOf, type ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Services } from "@/lib/server/services";
import { refOf, type WorkspaceRecord } from "@/lib/workspaces/record";
import { statusOf, unreachableStatus } from "../status";
import { recordStatus } from "./operation-writer";
import { listLive } from "./store";

const pageSize = 500;

/** Some backends cannot mark what they did not make: they know only from here whose it is. */
async function tellOfAdopted(
  cluster: ConnectedCluster,
  page: readonly { readonly workspace: WorkspaceRecord }[],
): Promise<void> {
  const refs = page.map(({ workspace }) => refOf(workspace)).filter(({ names }) => names.adopted !== undefined);
  if (refs.length > 0) await cluster.runtime().learn?.(refs);
}

/**
 * Brings the status of all workspaces of a cluster up to date after the watch has seen everything, or when the cluster stopped or began to
 * answer. Nothing is asked of the backend and no workspace is touched; only rows that differ are written.
 */
export async function refreshCluster(
  services: Services,
  cluster: ConnectedCluster,
  signal: AbortSignal,
): Promise<void> {
  const { config, provider } = cluster;
  const unreachable = cluster.state === "unreachable";
  const reason = reasonOf(cluster);

  const statusNow = ({ workspace, operating }: { workspace: WorkspaceRecord; operating: boolean }) =>
    unreachable
      ? unreachableStatus(workspace, config.name, reason)
      : statusOf({
          workspace,
          operating,
          observation: cluster.runtime().recall(workspace.id),
          phaseOf: provider.phaseOf,
          cluster: config.name,
          now: services.clock.now(),
        });

  for (let after = "", more = true; more && !signal.aborted;) {
    const page = await listLive(services.db, config.id, after, pageSize);
    if (!unreachable) await tellOfAdopted(cluster, page);
    for (const entry of page) await recordStatus(services, cluster, entry.workspace, statusNow(entry));
    after = page.at(-1)?.workspace.id ?? "";
    more = page.length === pageSize;
  }
}
