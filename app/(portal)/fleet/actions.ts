"use server";
import { z } from "zod";
import { fleetVerbs } from "@/components/fleet/fleet-actions";
import { fleetApplyBody, fleetPlanBody } from "@/lib/fleet/schema";
import { applyFleet } from "@/lib/fleet/server/apply-fleet";
import { planFleet } from "@/lib/fleet/server/plan-fleet";
import { pauseFleet, resumeFleet, stopFleet } from "@/lib/fleet/server/steer-fleet";
import { action } from "@/lib/server/action";

const steer = { pause: pauseFleet, resume: resumeFleet, stop: stopFleet } as const;

export const planFleetChange = action({ input: fleetPlanBody, run: planFleet });

export const applyFleetChange = action({ input: fleetApplyBody, run: applyFleet });

export const steerFleet = action({
  input: z.object({ id: z.string().max(60), verb: z.enum(fleetVerbs) }),
  run: (call, { id, verb }) => steer[verb](call, id),
});
