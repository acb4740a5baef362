import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { clusterQuery } from "@/lib/api/schemas";
import { route } from "@/lib/server/route";
import { getRevision } from "@/lib/workspaces/server/revisions";

export const GET = route({
  run: (call, _input, { params, query }) =>
    getRevision(call, refOf(params, parseQuery(clusterQuery, query)), Number(params.number)),
});
