import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { clusterQuery } from "@/lib/api/schemas";
import { route } from "@/lib/server/route";
import { getDrift } from "@/lib/workspaces/server/drift";

export const GET = route({
  run: (call, _input, { params, query }) => getDrift(call, refOf(params, parseQuery(clusterQuery, query))),
});
