import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { clusterQuery } from "@/lib/api/schemas";
import { route } from "@/lib/server/route";
import { listSecrets } from "@/lib/variables/server/list-secrets";

export const GET = route({
  run: (call, _input, { params, query }) => listSecrets(call, refOf(params, parseQuery(clusterQuery, query))),
});
