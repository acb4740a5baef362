import { getFleet } from "@/lib/fleet/server/get-fleet";
import { route } from "@/lib/server/route";

export const GET = route({ run: (call, _input, { params }) => getFleet(call, params.id ?? "") });
