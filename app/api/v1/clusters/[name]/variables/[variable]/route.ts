import { variableBody } from "@/lib/api/schemas";
import { route } from "@/lib/server/route";
import { deleteVariable, putVariable } from "@/lib/variables/server/put-variable";

export const PUT = route({
  input: variableBody,
  run: (call, { value, secret }, { params }) =>
    putVariable(call, params.name ?? "", { name: params.variable ?? "", value, secret: secret ?? false }),
});

export const DELETE = route({
  run: (call, _input, { params }) => deleteVariable(call, params.name ?? "", params.variable ?? ""),
});
