import { z } from "zod";
import { parseQuery } from "@/lib/api/server/parse-query";
import { dryRunQuery, listWorkspacesQuery } from "@/lib/api/schemas";
import { reply, route } from "@/lib/server/route";
import type { JsonObject } from "@/lib/shared/json";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { listWorkspaces } from "@/lib/workspaces/server/list-workspaces";
import { listDeleted } from "@/lib/workspaces/server/restore";
import { previewCreate } from "@/lib/workspaces/server/preview-workspace";

export const GET = route({
  run: async (call, _input, { query }) => {
    const { deleted, ...list } = parseQuery(listWorkspacesQuery, query);
    return deleted ? listDeleted(call, list) : listWorkspaces(call, list);
  },
});

/** A body of YAML arrives as `{ yaml }`; any other object is the document itself. */
const yamlBody = z.strictObject({ yaml: z.string() });

export const POST = route({
  input: z.record(z.string(), z.unknown()),
  yaml: true,
  run: async (call, body, { request, query }) => {
    const { dry_run } = parseQuery(dryRunQuery, query);
    const isYaml = /yaml/i.test(request.headers.get("content-type") ?? "");
    const input = isYaml ? yamlBody.parse(body) : { document: body as JsonObject };
    return dry_run ? previewCreate(call, input) : reply(202, await createWorkspace(call, input));
  },
});
