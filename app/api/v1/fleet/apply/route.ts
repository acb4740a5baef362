import { fleetApplyBody } from "@/lib/fleet/schema";
import { applyFleet } from "@/lib/fleet/server/apply-fleet";
import { reply, route } from "@/lib/server/route";

export const POST = route({
  input: fleetApplyBody,
  run: async (call, input) => reply(202, await applyFleet(call, input)),
});
