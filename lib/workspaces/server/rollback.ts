import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { findFor, type Ref } from "./authorise";
import type { Accepted } from "./create-workspace";
import type { UpdateInput } from "./prepare-update";
import { previewUpdate, type UpdatePreview } from "./preview-update";
import { findRevision } from "./store";
import { updateWorkspace } from "./update-workspace";

export type RollbackInput = Pick<UpdateInput, "apply" | "plan_hash"> & {
  /** The number whose document shall be in force again. */
  readonly revision: number;
};

/**
 * Takes the document of an earlier revision as a new one. It goes the way of every update: policy, immutable fields, plan. Throws
 * `not-found` when there is no such revision and `document/invalid` when it is the newest already.
 */
export async function rollbackWorkspace(call: Call, ref: Ref, input: RollbackInput): Promise<Accepted> {
  return updateWorkspace(call, ref, await toUpdate(call, ref, input));
}

/** What a rollback would do, step by step. */
export async function previewRollback(call: Call, ref: Ref, input: RollbackInput): Promise<UpdatePreview> {
  return previewUpdate(call, ref, await toUpdate(call, ref, input));
}

async function toUpdate(call: Call, ref: Ref, { revision: number, ...rest }: RollbackInput): Promise<UpdateInput> {
  const { workspace } = await findFor(call, ref, "workspace:operate");
  const revision = await findRevision(call.services.db, workspace.id, number);
  if (!revision) {
    const { name, revision: newest } = workspace;
    throw new PortalError("not-found", say("history/no-revision", { name, number, newest }));
  }
  if (number === workspace.revision) {
    const why = say("history/newest", { number });
    throw new PortalError("document/invalid", why, { faults: [{ path: "revision", ...why }] });
  }
  const message = `rolled back to revision ${number}`;
  return { ...rest, document_yaml: revision.documentYaml, image_from: revision.document, message, deed: message };
}
