import { getCluster } from "@/lib/clusters/server/list-clusters";
import { removeCluster } from "@/lib/clusters/server/remove-cluster";
import { route } from "@/lib/server/route";

export const GET = route({ run: (call, _input, { params }) => getCluster(call, params.name ?? "") });

export const DELETE = route({ run: (call, _input, { params }) => removeCluster(call, params.name ?? "") });
