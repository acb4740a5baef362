import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { dryRunQuery, planHashBody } from "@/lib/api/schemas";
import { reply, route } from "@/lib/server/route";
import { revertDrift, previewRevertDrift } from "@/lib/workspaces/server/revert-drift";

export const POST = route({
  input: planHashBody,
  run: async (call, input, { params, query }) => {
    const options = parseQuery(dryRunQuery, query);
    const ref = refOf(params, options);
    return options.dry_run ? previewRevertDrift(call, ref) : reply(202, await revertDrift(call, ref, input));
  },
});
