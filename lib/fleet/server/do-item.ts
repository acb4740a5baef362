import { say, type Said } from "@/lib/i18n/say";
import { effects } from "@/lib/provisioning/plan";
import type { Call } from "@/lib/server/services";
import { isPortalError, toPublicError } from "@/lib/shared/errors";
import { restartWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { findOperation } from "@/lib/workspaces/server/operation-store";
import { reAddRoutes } from "@/lib/workspaces/server/re-add-routes";
import { findWorkspaceById } from "@/lib/workspaces/server/store";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { reasonOf } from "../reasons";
import type { FleetItemRecord, FleetRecord } from "../record";
import { judge, updateInputOf, type Judgement } from "./judge";
import type { Settled } from "./rollout-store";

/** `unreachable`: nothing was touched, and later it may go; anything else is what becomes of the workspace in the rollout. */
export type Done = Settled | { readonly unreachable: true; readonly reasons: Settled["reasons"] };

const skip = (why: Said): Settled => ({ state: "skipped", reasons: [reasonOf(why)] });

/**
 * Does the change to one workspace as an ordinary update, restart or repair in the author's name; their rights, the policy and the quota are
 * asked again. The plan that was shown is the plan that is done. One exception: where the document is still the same revision and only the
 * workspace's state or what surrounds it moved, a fresh plan with no greater effect is done, and said.
 */
export async function doItem(
  call: Call,
  fleet: FleetRecord,
  item: FleetItemRecord,
  operationId: string,
): Promise<Done> {
  const { services } = call;
  const workspace = item.workspaceId === null ? null : await findWorkspaceById(services.db, item.workspaceId);
  if (!workspace || workspace.desired === "absent") return skip(say("fleet/gone"));
  const ref = { name: item.name, cluster: item.cluster };
  const judgement = await judge(call, ref, fleet.change, { prove: false, fleetId: fleet.id });
  const { reasons } = judgement;
  if (judgement.unreachable) return { unreachable: true, reasons };
  if (judgement.workspaceId !== item.workspaceId) return skip(say("fleet/gone"));
  if (judgement.state === "excluded") return { state: "skipped", reasons };
  if (judgement.state === "refused") return { state: "failed", reasons };
  if (judgement.state === "unchanged") return { state: "done", reasons };
  if (!isAgreed(item, judgement)) return skip(say("fleet/stale"));
  const replanned = judgement.planHash === item.planHash ? [] : [reasonOf(say("fleet/replanned"))];
  try {
    await perform(call, fleet, { ref, planHash: judgement.planHash, operationId });
    return { state: "working", reasons: [...replanned, ...reasons] };
  } catch (error) {
    if (call.signal.aborted) throw error;
    // Stored in spite of it: by another replica, or before the answer was lost.
    if (await findOperation(services.db, operationId)) return { state: "working" };
    return refusal(call, item, error);
  }
}

const isAgreed = (item: FleetItemRecord, now: Judgement): boolean =>
  now.planHash === item.planHash ||
  (now.revision === item.revision && effects.indexOf(now.effect) <= effects.indexOf(item.effect));

type Task = {
  readonly ref: { readonly name: string; readonly cluster: string };
  readonly planHash: string;
  readonly operationId: string;
};

async function perform(call: Call, fleet: FleetRecord, { ref, planHash, operationId }: Task): Promise<void> {
  const { change, apply, id } = fleet;
  if (change.action === "restart") await restartWorkspace(call, ref, { operationId });
  else if (change.action === "re-add-routes") await reAddRoutes(call, ref, { operationId });
  else {
    const message = change.message ?? say("fleet/revision", { id }).message;
    const input = { ...updateInputOf(change), apply, plan_hash: planHash, message, operation_id: operationId };
    await updateWorkspace(call, ref, input);
  }
}

function refusal(call: Call, item: FleetItemRecord, error: unknown): Done {
  const { message, text } = toPublicError(error);
  const reasons = [reasonOf({ message, text })];
  if (!isPortalError(error)) {
    call.services.log.error({ err: error, workspace: item.name, request_id: call.requestId }, "A fleet step failed");
    return { state: "failed", reasons };
  }
  if (error.code === "cluster/unreachable") return { unreachable: true, reasons };
  if (error.code === "workspace/plan-stale") return skip(say("fleet/stale"));
  const notOurs = ["not-found", "access/forbidden", "workspace/busy"].includes(error.code);
  return { state: notOurs ? "skipped" : "failed", reasons };
}
