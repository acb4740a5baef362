import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { clusterQuery } from "@/lib/api/schemas";
import { say } from "@/lib/i18n/say";
import { reply, route } from "@/lib/server/route";
import { PortalError } from "@/lib/shared/errors";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { cancelOperation } from "@/lib/workspaces/server/operations";

export const POST = route({
  run: async (call, _input, { params, query }) => {
    const workspace = await getWorkspace(call, refOf(params, parseQuery(clusterQuery, query)));
    if (!workspace.operation) throw new PortalError("conflict", say("operation/nothing-to-cancel"));
    return reply(202, { operation: await cancelOperation(call, workspace.operation.id) });
  },
});
