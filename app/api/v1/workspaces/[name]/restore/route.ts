import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { clusterQuery, restoreBody } from "@/lib/api/schemas";
import { reply, route } from "@/lib/server/route";
import { restoreWorkspace } from "@/lib/workspaces/server/restore";

export const POST = route({
  input: restoreBody,
  run: async (call, input, { params, query }) =>
    reply(202, await restoreWorkspace(call, refOf(params, parseQuery(clusterQuery, query)), input)),
});
