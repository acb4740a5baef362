import { parseQuery } from "@/lib/api/server/parse-query";
import { refOf } from "@/lib/api/server/ref";
import { clusterQuery, secretBody } from "@/lib/api/schemas";
import { route } from "@/lib/server/route";
import { deleteSecret, putSecret } from "@/lib/variables/server/put-secret";

export const PUT = route({
  input: secretBody,
  run: (call, input, { params, query }) =>
    putSecret(call, refOf(params, parseQuery(clusterQuery, query)), params.secret ?? "", input),
});

export const DELETE = route({
  run: (call, _input, { params, query }) =>
    deleteSecret(call, refOf(params, parseQuery(clusterQuery, query)), params.secret ?? ""),
});
