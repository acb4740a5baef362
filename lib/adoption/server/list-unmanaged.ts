import { findCluster } from "@/lib/clusters/server/find-cluster";
import type { Call } from "@/lib/server/services";
import { parseDocumentJson } from "@/lib/workspaces/document";
import type { UnmanagedDto } from "../dto";
import { suggestName } from "../workspace-name";
import { documentOf } from "./document-of";
import { findWorkloads } from "./find-workloads";

/** What runs where workspaces may run and is none of them. Throws `cluster/unreachable`. */
export async function listUnmanaged(call: Call, clusterName: string): Promise<readonly UnmanagedDto[]> {
  const cluster = findCluster(call, clusterName, "cluster:adopt", "doing/adopt");
  const { adoption } = cluster.provider;
  if (!adoption) return [];
  const [found, facts] = await Promise.all([findWorkloads(call, cluster), cluster.facts(call.signal)]);
  const target = { clusterType: cluster.config.type };
  return found.map((workload): UnmanagedDto => {
    const { kind, namespace, image, mounts, running, ready, since, mage, obstacle, remarks } = workload;
    const name = suggestName(workload.name);
    const reading = obstacle
      ? null
      : parseDocumentJson(documentOf(call.services, cluster, adoption, workload, facts, name).document, target);
    return {
      kind,
      namespace,
      name: workload.name,
      image,
      mounts,
      running,
      ready,
      since,
      mage,
      workspace_name: name,
      document_yaml: reading?.ok ? reading.text : null,
      obstacle: obstacle?.message ?? null,
      obstacle_text: obstacle?.text ?? null,
      remarks: remarks.map(({ message }) => message),
      remark_texts: remarks.map(({ text }) => text ?? null),
    };
  });
}
