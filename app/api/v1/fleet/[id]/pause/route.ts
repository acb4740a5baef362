import { pauseFleet } from "@/lib/fleet/server/steer-fleet";
import { reply, route } from "@/lib/server/route";

export const POST = route({
  run: async (call, _input, { params }) => reply(202, await pauseFleet(call, params.id ?? "")),
});
