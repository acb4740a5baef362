import { given } from "@/lib/api/server/parse-query";
import { addClusterBody } from "@/lib/api/schemas";
import { addCluster } from "@/lib/clusters/server/add-cluster";
import { listClusters } from "@/lib/clusters/server/list-clusters";
import { reply, route } from "@/lib/server/route";

export const GET = route({ run: async (call) => ({ items: await listClusters(call) }) });

export const POST = route({
  input: addClusterBody,
  run: async (call, body) => reply(201, await addCluster(call, given(body))),
});
