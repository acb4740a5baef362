import { route } from "@/lib/server/route";
import { getOperation } from "@/lib/workspaces/server/operations";

export const GET = route({ run: (call, _input, { params }) => getOperation(call, params.id ?? "") });
