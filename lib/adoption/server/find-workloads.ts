import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { say } from "@/lib/i18n/say";
import type { Adoption, FoundWorkload } from "@/lib/provisioning/adoption";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { listLiveObjects, type LiveObjects } from "./adopted-store";

/** How people name what they want to adopt. */
export type WorkloadRef = {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
};

/** What runs on the cluster and is nobody's here, asked of the cluster now. Empty where nothing can be adopted. */
export async function findWorkloads(call: Call, cluster: ConnectedCluster): Promise<readonly FoundWorkload[]> {
  const { unmanaged } = cluster.runtime();
  if (!cluster.provider.adoption || !unmanaged) return [];
  const [found, live] = await Promise.all([
    unmanaged(call.signal),
    listLiveObjects(call.services.db, cluster.config.id),
  ]);
  return found.filter((workload) => !live.some((workspace) => isOf(workload, workspace)));
}

/** By its label, or as what was taken over: by its name, or where names come and go by its id. */
function isOf({ workspaceId, kind, name, uid, namespace }: FoundWorkload, workspace: LiveObjects): boolean {
  if (workspaceId !== null) return workspaceId === workspace.id;
  if (workspace.namespace !== namespace) return false;
  const keys = workspace.names.adopted ?? [];
  return keys.includes(`${kind}/${name}`) || keys.includes(`${kind}/${uid}`);
}

/** Throws `not-found` for what is not there or not unmanaged, `conflict` for what cannot be adopted. */
export async function findWorkload(
  call: Call,
  cluster: ConnectedCluster,
  ref: WorkloadRef,
): Promise<{ readonly workload: FoundWorkload; readonly adoption: Adoption }> {
  const { adoption } = cluster.provider;
  if (!adoption) throw new PortalError("conflict", say("adopt/not-on-cluster"));
  const found = await findWorkloads(call, cluster);
  const fitting = found.filter(({ kind, name }) => kind === ref.kind && name === ref.name);
  const workload =
    ref.namespace === undefined ? fitting[0] : fitting.find(({ namespace }) => namespace === ref.namespace);
  const { kind, name } = ref;
  if (!workload) throw new PortalError("not-found", say("adopt/no-such", { kind, name, cluster: cluster.config.name }));
  if (workload.obstacle)
    throw new PortalError("conflict", say("adopt/cannot", { kind, name, reason: workload.obstacle }));
  return { workload, adoption };
}
