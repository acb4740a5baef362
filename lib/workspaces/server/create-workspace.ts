import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { toDetail } from "../detail";
import type { OperationDto, WorkspaceDto } from "../dto";
import { announce, clusterOfSummary } from "./announce";
import { prepareCreate } from "./prepare-create";
import type { DocumentInput } from "./read-input";
import { insertWorkspace } from "./insert-workspace";

export type Accepted = { readonly workspace: WorkspaceDto; readonly operation: OperationDto };

/**
 * Stores the workspace, its first revision and the operation that makes it, and answers at once; the reconciler does the rest.
 * Throws `document/invalid`, `policy/denied`, `workspace/name-taken`, `cluster/unreachable`, `access/forbidden`.
 */
export async function createWorkspace(call: Call, input: DocumentInput): Promise<Accepted> {
  const { services, actor } = call;
  const { made, cluster } = await prepareCreate(call, input);
  const inserted = await insertWorkspace(services.db, made);
  if (!inserted) throw nameTaken(made.name, cluster.config.name);
  const operation = announce(services, cluster, inserted);
  const { workspace } = inserted;
  const detail = { workspace, revision: made, operation: inserted.operation };
  return { workspace: toDetail(actor, detail, clusterOfSummary(cluster), services.settings), operation };
}

export const nameTaken = (name: string, cluster: string): PortalError =>
  new PortalError("workspace/name-taken", say("name/taken", { name, cluster }), {
    faults: [{ path: "name", ...say("name/taken-here") }],
  });
