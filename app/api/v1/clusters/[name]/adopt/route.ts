import { adopt, previewAdopt } from "@/lib/adoption/server/adopt";
import { adoptBody, policyQuery } from "@/lib/api/schemas";
import { parseQuery } from "@/lib/api/server/parse-query";
import { reply, route } from "@/lib/server/route";

export const POST = route({
  input: adoptBody,
  run: async (call, input, { params, query }) =>
    parseQuery(policyQuery, query).dry_run
      ? previewAdopt(call, params.name ?? "", input)
      : reply(202, await adopt(call, params.name ?? "", input)),
});
