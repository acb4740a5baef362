import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { dryRunQuery, rollbackBody } from "@/lib/api/schemas";
import { reply, route } from "@/lib/server/route";
import { previewRollback, rollbackWorkspace } from "@/lib/workspaces/server/rollback";

export const POST = route({
  input: rollbackBody,
  run: async (call, input, { params, query }) => {
    const options = parseQuery(dryRunQuery, query);
    const ref = refOf(params, options);
    return options.dry_run ? previewRollback(call, ref, input) : reply(202, await rollbackWorkspace(call, ref, input));
  },
});
