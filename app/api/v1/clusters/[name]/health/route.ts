import { clusterHealth } from "@/lib/clusters/server/cluster-health";
import { route } from "@/lib/server/route";

export const GET = route({ run: (call, _input, { params }) => clusterHealth(call, params.name ?? "") });
