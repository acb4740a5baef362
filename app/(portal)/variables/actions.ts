"use server";
import { z } from "zod";
import { variablesBody } from "@/lib/api/schemas";
import { action } from "@/lib/server/action";
import { changeVariables } from "@/lib/variables/server/change-variables";
import { previewVariables } from "@/lib/variables/server/preview-variables";
import { putSecret } from "@/lib/variables/server/put-secret";
import { showVariable } from "@/lib/variables/server/show-variable";

const cluster = z.string().max(63);
const name = z.string().max(300);
const change = variablesBody.extend({ cluster });

export const previewVariableChange = action({
  input: change,
  run: (call, { cluster: of, ...input }) => previewVariables(call, of, input),
});

export const saveVariableChange = action({
  input: change,
  run: (call, { cluster: of, ...input }) => changeVariables(call, of, input),
});

export const showVariableValue = action({
  input: z.object({ cluster, name }),
  run: (call, input) => showVariable(call, input.cluster, input.name),
});

export const withdrawSecret = action({
  input: z.object({ cluster, workspace: z.string().max(63), name }),
  run: (call, input) =>
    putSecret(call, { name: input.workspace, cluster: input.cluster }, input.name, { shared: false }),
});
