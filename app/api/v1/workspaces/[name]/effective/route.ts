import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { clusterQuery } from "@/lib/api/schemas";
import { route } from "@/lib/server/route";
import { getEffective } from "@/lib/workspaces/server/effective";

export const GET = route({
  run: (call, _input, { params, query }) => {
    const options = parseQuery(clusterQuery, query);
    return getEffective(call, refOf(params, options));
  },
});
