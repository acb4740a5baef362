import { variablesBody, variablesQuery, variablesShapeQuery } from "@/lib/api/schemas";
import { parseQuery } from "@/lib/api/server/parse-query";
import { route } from "@/lib/server/route";
import { exportVariables } from "@/lib/variables/export";
import { changeVariables } from "@/lib/variables/server/change-variables";
import { listVariables } from "@/lib/variables/server/list-variables";
import { previewVariables } from "@/lib/variables/server/preview-variables";

export const GET = route({
  run: async (call, _input, { params, query }) => {
    const { format } = parseQuery(variablesShapeQuery, query);
    const found = await listVariables(call, params.name ?? "");
    if (format === undefined) return found;
    return new Response(exportVariables(found.items, format), { headers: { "content-type": "text/plain" } });
  },
});

export const PATCH = route({
  input: variablesBody,
  run: (call, input, { params, query }) =>
    parseQuery(variablesQuery, query).dry_run
      ? previewVariables(call, params.name ?? "", input)
      : changeVariables(call, params.name ?? "", input),
});
