import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { clusterQuery } from "@/lib/api/schemas";
import { route } from "@/lib/server/route";
import { sampleWorkspace } from "@/lib/workspaces/server/metrics";

export const GET = route({
  run: async (call, _input, { params, query }) => ({
    sample: await sampleWorkspace(call, refOf(params, parseQuery(clusterQuery, query))),
  }),
});
