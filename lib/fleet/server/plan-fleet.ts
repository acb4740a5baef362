import PQueue from "p-queue";
import { can, type FleetAction } from "@/lib/access/can";
import { say } from "@/lib/i18n/say";
import { effects, strongestEffect, type Effect } from "@/lib/provisioning/plan";
import { newId } from "@/lib/server/ids";
import { perServices } from "@/lib/server/per-services";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { FleetPlanDto } from "../dto";
import { fleetHash } from "../hash";
import { countItems, toItemDto } from "../record";
import type { FleetChange, FleetPlanInput } from "../schema";
import { judge } from "./judge";
import { selectWorkspaces } from "./select";
import { insertPlan, type NewItem } from "./store";

/** Milliseconds that a plan can be applied. */
export const planLife = 3_600_000;

/** Plans being made at the same time, of all people together: thousands of them must not hold up anything else. */
const queueOf = perServices(() => new PQueue({ concurrency: 8 }));

export function requireFleet(call: Call, action: FleetAction): void {
  if (!can(call.actor, action)) throw new PortalError("access/forbidden", say("fleet/no-right"));
}

/** What one change would do to each of many workspaces. Kept for an hour, so that it can be applied by its hash; touches nothing. */
export async function planFleet(call: Call, input: FleetPlanInput): Promise<FleetPlanDto> {
  requireFleet(call, "fleet:write");
  const { selector, ...change } = input;
  if (change.action !== "update" && (change.patch !== undefined || change.update_workspace_settings))
    throw new PortalError("document/invalid", say("fleet/patch-without-update"));
  const { services, actor } = call;
  const items = await judgeAll(call, selector, change);
  const createdAt = services.clock.now();
  const plan = {
    id: newId(),
    authorId: actor.userId,
    authorEmail: actor.email,
    tokenId: actor.token?.id ?? null,
    selector,
    change,
    planHash: fleetHash(change, items),
    createdAt,
  };
  await insertPlan(services.db, plan, items, new Date(createdAt.getTime() - planLife));
  const touched = items.filter(({ state }) => state === "waiting").map(({ effect }) => effect);
  const never = { stage: null, operationId: null, startedAt: null, finishedAt: null };
  return {
    id: plan.id,
    plan_hash: plan.planHash,
    effect: strongestEffect(touched),
    selector,
    change,
    effects: Object.fromEntries(
      effects.map((effect) => [effect, touched.filter((one) => one === effect).length]),
    ) as Record<Effect, number>,
    counts: countItems(items),
    items: items.map((item) => toItemDto({ ...item, ...never })),
    expires_at: new Date(createdAt.getTime() + planLife).toISOString(),
  };
}

async function judgeAll(
  call: Call,
  selector: FleetPlanInput["selector"],
  change: FleetChange,
): Promise<readonly NewItem[]> {
  const refs = await selectWorkspaces(call, selector);
  const queue = queueOf(call.services);
  return Promise.all(
    refs.map((ref, position) =>
      queue.add(async () => {
        call.signal.throwIfAborted();
        const judgement = await judge(call, ref, change, { prove: true, fleetId: null });
        const { state, workspaceId, effect, planHash, revision, reasons } = judgement;
        const cluster = judgement.cluster ?? "";
        return { position, name: ref.name, cluster, state, workspaceId, effect, planHash, revision, reasons };
      }),
    ),
  );
}
