import { newTemplateBody, templatesQuery } from "@/lib/api/schemas";
import { parseQuery } from "@/lib/api/server/parse-query";
import { reply, route } from "@/lib/server/route";
import { listAllTemplates, listTemplates } from "@/lib/templates/server/list-templates";
import { createTemplate } from "@/lib/templates/server/save-template";

export const GET = route({
  run: async (call, _input, { query }) => {
    const { all, cluster } = parseQuery(templatesQuery, query);
    return { items: all ? await listAllTemplates(call) : await listTemplates(call, cluster) };
  },
});

export const POST = route({
  input: newTemplateBody,
  run: async (call, input) => reply(201, await createTemplate(call, input)),
});
