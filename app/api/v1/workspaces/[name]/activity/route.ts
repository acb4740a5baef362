import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { pageQuery } from "@/lib/api/schemas";
import { route } from "@/lib/server/route";
import { listActivity } from "@/lib/workspaces/server/activity";

export const GET = route({
  run: (call, _input, { params, query }) => {
    const options = parseQuery(pageQuery, query);
    return listActivity(call, refOf(params, options), options.limit);
  },
});
