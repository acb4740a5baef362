import type { Call } from "@/lib/server/services";
import { toDetail } from "../detail";
import type { WorkspaceDto } from "../dto";
import { clusterOfSummary } from "./announce";
import { findFor, notFound, type Ref } from "./authorise";
import { findCurrentOperation, findRevision } from "./store";

/** One workspace with its document and the operation that is under way. */
export async function getWorkspace(call: Call, ref: Ref): Promise<WorkspaceDto> {
  const { services, actor } = call;
  const { workspace, cluster } = await findFor(call, ref, "workspace:read");
  const [revision, operation] = await Promise.all([
    findRevision(services.db, workspace.id, workspace.revision),
    findCurrentOperation(services.db, workspace.id),
  ]);
  if (!revision) throw notFound(ref);
  return toDetail(actor, { workspace, revision, operation }, clusterOfSummary(cluster), services.settings);
}
