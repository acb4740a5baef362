import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { clusterQuery } from "@/lib/api/schemas";
import { reply, route } from "@/lib/server/route";
import { reAddRoutes } from "@/lib/workspaces/server/re-add-routes";

export const POST = route({
  run: async (call, _input, { params, query }) =>
    reply(202, await reAddRoutes(call, refOf(params, parseQuery(clusterQuery, query)))),
});
