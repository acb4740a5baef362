import type { Call } from "@/lib/server/services";
import { idleKnowledge } from "@/lib/idle/server/idle-knowledge";
import { toDetail } from "../detail";
import type { WorkspaceDto } from "../dto";
import { clusterOfSummary } from "./announce";
import { choose, clusterIdOf, notFound, type Ref } from "./authorise";
import { findDetails } from "./detail-store";
import { seenIngress } from "./seen-ingress";

/** One workspace with its document and the operation that is under way. Choosing among those that may be seen is the access check. */
export async function getWorkspace(call: Call, ref: Ref): Promise<WorkspaceDto> {
  const { clusters, db, settings } = call.services;
  const details = await findDetails(db, ref.name, clusterIdOf(call, ref));
  const chosen = choose(
    call,
    ref,
    details.map(({ workspace }) => workspace),
  );
  const detail = details.find(({ workspace }) => workspace === chosen);
  if (!detail) throw notFound(ref);
  const cluster = clusters.get(chosen.clusterId);
  const ingress = seenIngress(cluster, chosen.id);
  const idle = chosen.idlePolicy ? { idle: await idleKnowledge(call.services, chosen.id) } : {};
  return toDetail(call.actor, { ...detail, ingress, ...idle }, clusterOfSummary(cluster), settings);
}
