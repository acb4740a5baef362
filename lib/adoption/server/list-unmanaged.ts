import { findCluster } from "@/lib/clusters/server/find-cluster";
import type { Call } from "@/lib/server/services";
import type { UnmanagedDto } from "../dto";
import { suggestName } from "../workspace-name";
import { findWorkloads } from "./find-workloads";

/** What runs where workspaces may run and is none of them. Throws `cluster/unreachable`. */
export async function listUnmanaged(call: Call, clusterName: string): Promise<readonly UnmanagedDto[]> {
  const cluster = findCluster(call, clusterName, "cluster:adopt", "doing/adopt");
  const found = await findWorkloads(call, cluster);
  return found.map(
    ({ kind, namespace, name, image, mounts, running, ready, since, mage, obstacle, remarks }): UnmanagedDto => ({
      kind,
      namespace,
      name,
      image,
      mounts,
      running,
      ready,
      since,
      mage,
      workspace_name: suggestName(name),
      obstacle: obstacle?.message ?? null,
      obstacle_text: obstacle?.text ?? null,
      remarks: remarks.map(({ message }) => message),
      remark_texts: remarks.map(({ text }) => text ?? null),
    }),
  );
}
