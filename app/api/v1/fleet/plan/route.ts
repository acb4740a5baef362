import { fleetPlanBody } from "@/lib/fleet/schema";
import { planFleet } from "@/lib/fleet/server/plan-fleet";
import { route } from "@/lib/server/route";

export const POST = route({ input: fleetPlanBody, run: planFleet });
