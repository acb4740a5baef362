import { clusterCapacity } from "@/lib/clusters/server/cluster-capacity";
import { route } from "@/lib/server/route";

export const GET = route({ run: (call, _input, { params }) => clusterCapacity(call, params.name ?? "") });
