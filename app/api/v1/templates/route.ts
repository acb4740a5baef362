import { parseQuery } from "@/lib/api/server/parse-query";
import { clusterQuery } from "@/lib/api/schemas";
import { route } from "@/lib/server/route";
import { listTemplates } from "@/lib/templates/server/list-templates";

export const GET = route({
  run: async (call, _input, { query }) => ({
    items: await listTemplates(call, parseQuery(clusterQuery, query).cluster),
  }),
});
