import { variableBody } from "@/lib/api/schemas";
import { deleteVariable, putVariable } from "@/lib/clusters/server/variables";
import { route } from "@/lib/server/route";

export const PUT = route({
  input: variableBody,
  run: (call, { value, secret }, { params }) =>
    putVariable(call, params.name ?? "", { name: params.variable ?? "", value, secret: secret ?? false }),
});

export const DELETE = route({
  run: (call, _input, { params }) => deleteVariable(call, params.name ?? "", params.variable ?? ""),
});
