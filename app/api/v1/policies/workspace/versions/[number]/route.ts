import { getPolicyVersion } from "@/lib/policy/server/get-policy";
import { route } from "@/lib/server/route";

export const GET = route({ run: (call, _input, { params }) => getPolicyVersion(call, Number(params.number)) });
