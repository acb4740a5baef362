import { listVariables } from "@/lib/clusters/server/variables";
import { route } from "@/lib/server/route";

export const GET = route({
  run: async (call, _input, { params }) => ({ items: await listVariables(call, params.name ?? "") }),
});
