import { given, parseQuery } from "@/lib/api/server/parse-query";
import { fleetListQuery } from "@/lib/fleet/schema";
import { listFleets } from "@/lib/fleet/server/get-fleet";
import { route } from "@/lib/server/route";

export const GET = route({
  run: (call, _input, { query }) => listFleets(call, given(parseQuery(fleetListQuery, query))),
});
