import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { dryRunQuery, planHashBody } from "@/lib/api/schemas";
import { reply, route } from "@/lib/server/route";
import { acceptDrift, previewAcceptDrift } from "@/lib/workspaces/server/accept-drift";

export const POST = route({
  input: planHashBody,
  run: async (call, input, { params, query }) => {
    const options = parseQuery(dryRunQuery, query);
    const ref = refOf(params, options);
    return options.dry_run ? previewAcceptDrift(call, ref) : reply(202, await acceptDrift(call, ref, input));
  },
});
