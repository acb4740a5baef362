import { revokeToken } from "@/lib/people/server/tokens";
import { route } from "@/lib/server/route";

export const DELETE = route({ run: (call, _input, { params }) => revokeToken(call, params.id ?? "") });
