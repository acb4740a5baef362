import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { plain, say } from "@/lib/i18n/say";
import type { OperationDto, PlanDto } from "../dto";
import { toEffectiveDto } from "../effective-dto";
import { announce } from "./announce";
import { findFor, type Found, type Ref } from "./authorise";
import { snapshotOf } from "./build-stored";
import { composeRevision } from "./compose-revision";
import { observeDifferences } from "./drift";
import { beingDeleted } from "./operate-workspace";
import { planStored } from "./plan-stored";
import type { UpdatePreview } from "./preview-update";
import { changeWorkspace } from "./store";

export type RevertInput = { readonly plan_hash?: string | undefined };

async function planBack(call: Call, found: Found): Promise<{ readonly plan: PlanDto } & UpdatePreview> {
  const { workspace, cluster } = found;
  await observeDifferences(call, found);
  const composed = await composeRevision(call, found);
  const snapshot = snapshotOf(call.services, workspace);
  const plan = await planStored({ cluster, workspace, composed, snapshot }, call.signal);
  return { plan, effective: toEffectiveDto(composed.effective, composed.environment), settings_changed: [] };
}

/** What would bring the objects back to the revision in force. Throws `conflict` when nothing was changed. */
export async function previewRevertDrift(call: Call, ref: Ref): Promise<UpdatePreview> {
  return planBack(call, await findFor(call, ref, "workspace:operate"));
}

/** Applies the revision in force again. Throws `workspace/plan-stale` with the fresh plan when `plan_hash` does not fit. */
export async function revertDrift(
  call: Call,
  ref: Ref,
  { plan_hash }: RevertInput,
): Promise<{ readonly operation: OperationDto }> {
  const { services, actor } = call;
  const found = await findFor(call, ref, "workspace:operate");
  const { workspace, cluster } = found;
  if (workspace.desired === "absent") throw beingDeleted(workspace);
  const { plan } = await planBack(call, found);
  if (plan_hash !== undefined && plan.hash !== plan_hash)
    throw new PortalError("workspace/plan-stale", say("workspace/plan-other"), { details: { plan } });
  const changed = await changeWorkspace(services.db, {
    workspace,
    kind: "update",
    data: {},
    authorEmail: actor.email,
    activity: plain("deed/reverted"),
    now: services.clock.now(),
  });
  if (!changed) throw new PortalError("workspace/busy", say("workspace/being-changed", { name: workspace.name }));
  return { operation: announce(services, cluster, changed) };
}
