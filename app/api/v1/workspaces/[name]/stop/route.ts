import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { clusterQuery } from "@/lib/api/schemas";
import { reply, route } from "@/lib/server/route";
import { stopWorkspace } from "@/lib/workspaces/server/operate-workspace";

export const POST = route({
  run: async (call, _input, { params, query }) =>
    reply(202, await stopWorkspace(call, refOf(params, parseQuery(clusterQuery, query)))),
});
