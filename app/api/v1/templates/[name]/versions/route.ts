import { route } from "@/lib/server/route";
import { listTemplateVersions } from "@/lib/templates/server/get-template";

export const GET = route({
  run: async (call, _input, { params }) => ({ items: await listTemplateVersions(call, params.name ?? "") }),
});
