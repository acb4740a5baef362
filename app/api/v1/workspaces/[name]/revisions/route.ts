import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { clusterQuery } from "@/lib/api/schemas";
import { route } from "@/lib/server/route";
import { listRevisions } from "@/lib/workspaces/server/revisions";

export const GET = route({
  run: (call, _input, { params, query }) => {
    const options = parseQuery(clusterQuery, query);
    return listRevisions(call, refOf(params, options));
  },
});
