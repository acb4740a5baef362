import { listUnmanaged } from "@/lib/adoption/server/list-unmanaged";
import { route } from "@/lib/server/route";

export const GET = route({
  run: async (call, _input, { params }) => ({ items: await listUnmanaged(call, params.name ?? "") }),
});
