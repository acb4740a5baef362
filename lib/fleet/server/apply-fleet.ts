import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { FleetDto } from "../dto";
import { toFleetDto, type FleetRecord } from "../record";
import { stageOf } from "../rollout";
import type { FleetApplyInput } from "../schema";
import { planLife, requireFleet } from "./plan-fleet";
import { publishFleet } from "./publish";
import { findPlan, itemsOfFleet, startFleet, takenNames } from "./store";

/**
 * Makes a durable rollout of one's own plan. Each workspace is bound to its own plan and to the author's rights at the time of doing (advance.ts);
 * one workspace belongs to one rollout at a time.
 */
export async function applyFleet(call: Call, input: FleetApplyInput): Promise<FleetDto> {
  requireFleet(call, "fleet:write");
  const { services, actor } = call;
  const { plan_hash: planHash, ...how } = input;
  const now = services.clock.now();
  const since = new Date(now.getTime() - planLife);
  const plan = await findPlan(services.db, { authorId: actor.userId, planHash, since });
  if (!plan) throw unknownPlan();
  if (how.apply === "next-restart" && plan.change.action !== "update")
    throw new PortalError("document/invalid", say("fleet/routes-now"));
  const waiting = (await itemsOfFleet(services.db, plan.id)).filter(({ state }) => state === "waiting");
  if (waiting.length === 0) throw new PortalError("document/invalid", say("fleet/nothing-to-do"));
  const stages = waiting.map(({ position }, index) => ({ position, stage: stageOf(index, how.batch) }));
  const fleet = await start(call, plan, () => startFleet(services.db, { ...how, fleetId: plan.id, stages, now }));
  await publishFleet(services, fleet.id);
  services.log.info({ actor: actor.email, fleet: fleet.id, workspaces: waiting.length }, "a fleet change was begun");
  return toFleetDto(fleet, await itemsOfFleet(services.db, fleet.id));
}

const unknownPlan = (): PortalError => new PortalError("workspace/plan-stale", say("fleet/plan-unknown"));

async function start(
  { services }: Call,
  plan: FleetRecord,
  run: () => Promise<FleetRecord | null>,
): Promise<FleetRecord> {
  try {
    const fleet = await run();
    if (fleet) return fleet;
  } catch (error) {
    // The unique key refuses what another rollout has taken; which ones those are is asked afterwards.
    const names = await takenNames(services.db, plan.id);
    if (names.length === 0) throw error;
    throw new PortalError("workspace/busy", say("fleet/taken", { names: names.join(", ") }), { cause: error });
  }
  throw unknownPlan();
}
