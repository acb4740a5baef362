import { route } from "@/lib/server/route";
import { getTemplateVersion } from "@/lib/templates/server/get-template";

export const GET = route({
  run: (call, _input, { params }) => getTemplateVersion(call, params.name ?? "", Number(params.number)),
});
