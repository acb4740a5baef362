import { policyQuery, templateBody } from "@/lib/api/schemas";
import { parseQuery } from "@/lib/api/server/parse-query";
import { route } from "@/lib/server/route";
import { deleteTemplate } from "@/lib/templates/server/delete-template";
import { getTemplate } from "@/lib/templates/server/get-template";
import { previewTemplate } from "@/lib/templates/server/preview-template";
import { saveTemplate } from "@/lib/templates/server/save-template";

export const GET = route({ run: (call, _input, { params }) => getTemplate(call, params.name ?? "") });

export const PUT = route({
  input: templateBody,
  run: (call, input, { params, query }) => {
    const name = params.name ?? "";
    return parseQuery(policyQuery, query).dry_run
      ? previewTemplate(call, name, input.text ?? "")
      : saveTemplate(call, name, input);
  },
});

export const DELETE = route({
  run: async (call, _input, { params }) => {
    await deleteTemplate(call, params.name ?? "");
    return { deleted: true };
  },
});
