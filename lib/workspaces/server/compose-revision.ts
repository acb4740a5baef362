import type { Call } from "@/lib/server/services";
import { notFound, type Found } from "./authorise";
import { composeStored } from "./build-stored";
import { findRevision } from "./store";

/** Resolves and builds the revision that is in force. */
export async function composeRevision(call: Call, { workspace, cluster }: Found) {
  const revision = await findRevision(call.services.db, workspace.id, workspace.appliedRevision);
  if (!revision) throw notFound(workspace);
  return composeStored(call.services, cluster, { workspace, document: revision.document }, call.signal);
}
