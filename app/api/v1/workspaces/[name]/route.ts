import { parseQuery } from "@/lib/api/server/parse-query";
import { clusterQuery, deleteQuery, dryRunQuery, updateBody } from "@/lib/api/schemas";
import { reply, route } from "@/lib/server/route";
import { refOf } from "@/lib/api/server/ref";
import { deleteWorkspace } from "@/lib/workspaces/server/delete-workspace";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { previewUpdate } from "@/lib/workspaces/server/preview-update";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";

export const GET = route({
  run: (call, _input, { params, query }) => getWorkspace(call, refOf(params, parseQuery(clusterQuery, query))),
});

export const PATCH = route({
  input: updateBody,
  run: async (call, change, { params, query }) => {
    const options = parseQuery(dryRunQuery, query);
    const ref = refOf(params, options);
    return options.dry_run ? previewUpdate(call, ref, change) : reply(202, await updateWorkspace(call, ref, change));
  },
});

export const DELETE = route({
  run: async (call, _input, { params, query }) => {
    const options = parseQuery(deleteQuery, query);
    return reply(202, await deleteWorkspace(call, refOf(params, options), { storage: options.storage ?? "keep" }));
  },
});
