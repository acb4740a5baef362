import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { clusterQuery, extendBody } from "@/lib/api/schemas";
import { extendWorkspace } from "@/lib/idle/server/extend-workspace";
import { reply, route } from "@/lib/server/route";

export const POST = route({
  input: extendBody,
  run: async (call, input, { params, query }) =>
    reply(202, await extendWorkspace(call, refOf(params, parseQuery(clusterQuery, query)), input)),
});
