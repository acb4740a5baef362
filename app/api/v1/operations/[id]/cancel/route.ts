import { reply, route } from "@/lib/server/route";
import { cancelOperation } from "@/lib/workspaces/server/operations";

export const POST = route({
  run: async (call, _input, { params }) => reply(202, await cancelOperation(call, params.id ?? "")),
});
