"use server";
import { z } from "zod";
import { secretBody } from "@/lib/api/schemas";
import { action } from "@/lib/server/action";
import { deleteSecret, putSecret } from "@/lib/variables/server/put-secret";

const secret = z.object({ name: z.string().max(63), cluster: z.string().max(63), secret: z.string().max(300) });

export const putWorkspaceSecret = action({
  input: secretBody.extend(secret.shape),
  run: (call, { name, cluster, secret: of, ...input }) => putSecret(call, { name, cluster }, of, input),
});

export const deleteWorkspaceSecret = action({
  input: secret,
  run: (call, { secret: of, ...ref }) => deleteSecret(call, ref, of),
});
