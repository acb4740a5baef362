import { plain, say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { isYamlEditError } from "@/lib/shared/yaml-patch";
import type { PlanDto } from "../dto";
import { writeChange } from "../accept-drift";
import { findFor, notFound, type Ref } from "./authorise";
import type { Accepted } from "./create-workspace";
import { fieldOf, observeDifferences, type Difference } from "./drift";
import type { UpdateInput } from "./prepare-update";
import { previewUpdate, type UpdatePreview } from "./preview-update";
import { findRevision } from "./store";
import { updateWorkspace } from "./update-workspace";

export type AcceptInput = Pick<UpdateInput, "plan_hash">;

/** Which fields of the document say it from now on, and what no field can say. */
type Taken = { readonly accepted: readonly string[]; readonly refused: readonly string[] };

/**
 * Writes what somebody changed behind Berth's back into the document, as a new revision, as far as a document can say it; what it cannot say
 * goes back to what was applied. Throws `conflict` when nothing differs and `document/invalid` when nothing can be written.
 */
export async function acceptDrift(call: Call, ref: Ref, input: AcceptInput): Promise<Accepted & Taken> {
  const { update, taken } = await toUpdate(call, ref, input);
  return { ...(await updateWorkspace(call, ref, update)), ...taken };
}

/** What accepting would do; warnings name what cannot be written. */
export async function previewAcceptDrift(call: Call, ref: Ref): Promise<UpdatePreview & Taken> {
  const { update, taken, warnings } = await toUpdate(call, ref, {});
  const preview = await previewUpdate(call, ref, update);
  const plan: PlanDto = {
    ...preview.plan,
    warnings: [...preview.plan.warnings, ...warnings.map(({ message }) => message)],
    warning_texts: [...(preview.plan.warning_texts ?? []), ...warnings.map(({ text }) => text ?? null)],
  };
  return { ...preview, plan, ...taken };
}

async function toUpdate(call: Call, ref: Ref, input: AcceptInput) {
  const found = await findFor(call, ref, "workspace:operate");
  const { workspace } = found;
  const differences = await observeDifferences(call, found);
  const revision = await findRevision(call.services.db, workspace.id, workspace.revision);
  if (!revision) throw notFound(ref);
  const refused = differences.filter((item) => item.change === null);
  const changes = new Map(differences.flatMap(({ change }) => (change ? [[fieldOf(change), change] as const] : [])));
  if (changes.size === 0) {
    const why = say("drift/nothing-to-accept", { changes: refused.map(placeOf).join(", ") });
    throw new PortalError("document/invalid", why, { faults: [{ path: "", ...why }] });
  }
  const text = [...changes].reduce((written, [field, change]) => {
    try {
      return writeChange(written, change);
    } catch (error) {
      if (!isYamlEditError(error)) throw error;
      throw new PortalError("document/invalid", error, { faults: [{ path: field, message: error.message }] });
    }
  }, revision.documentYaml);
  const deed = plain("deed/accepted");
  return {
    update: { ...input, document_yaml: text, message: deed, deed } satisfies UpdateInput,
    taken: { accepted: [...changes.keys()], refused: refused.map(placeOf) },
    warnings: refused.map((item): Sayable =>
      say("drift/not-accepted", { change: placeOf(item), reason: say(item.reason ?? "drift/no-field") }),
    ),
  };
}

const placeOf = ({ kind, name, path }: Difference): string =>
  [kind, name, path].filter((part) => part !== "").join(" ");
