import { say, type Said } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { FleetDto } from "../dto";
import { reasonOf } from "../reasons";
import type { FleetItemRecord } from "../record";
import { fleetFor, getFleet } from "./get-fleet";
import { publishFleet } from "./publish";
import { countFailures } from "./rollout-store";
import { leaveOut, steerFleetRecord, type Steering } from "./store";

async function steer(call: Call, id: string, steering: Steering, refused: (state: string) => Said): Promise<FleetDto> {
  const { services } = call;
  const before = await fleetFor(call, id, "fleet:write");
  const fleet = await steerFleetRecord(services.db, id, steering);
  if (!fleet) throw new PortalError("conflict", refused(before.state));
  const left: readonly FleetItemRecord[] =
    fleet.state === "stopped"
      ? await leaveOut(services.db, id, reasonOf(say("fleet/turn-never-came")), services.clock.now())
      : [];
  await publishFleet(services, id, left);
  services.log.info({ actor: call.actor.email, fleet: id, state: fleet.state }, "a fleet change was steered");
  return getFleet(call, id);
}

/** What is being worked on goes on to its end; nothing else is begun. */
export const pauseFleet = (call: Call, id: string): Promise<FleetDto> =>
  steer(
    call,
    id,
    { from: ["running"], to: "paused", reason: say("fleet/paused-by", { by: call.actor.email }) },
    (state) => say("fleet/cannot-pause", { state }),
  );

/** Goes on with those that wait. What has failed stays so and is known: it takes as many failures again until the rollout pauses. */
export async function resumeFleet(call: Call, id: string): Promise<FleetDto> {
  const forgiven = await countFailures(call.services.db, id);
  return steer(call, id, { from: ["paused"], to: "running", reason: null, forgiven }, (state) =>
    say("fleet/cannot-resume", { state }),
  );
}

/** For good: those that wait are left out; what is being worked on goes on to its end. */
export const stopFleet = (call: Call, id: string): Promise<FleetDto> =>
  steer(
    call,
    id,
    { from: ["running", "paused"], to: "stopped", reason: say("fleet/stopped-by", { by: call.actor.email }) },
    (state) => say("fleet/cannot-stop", { state }),
  );
