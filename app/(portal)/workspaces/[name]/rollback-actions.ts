"use server";
import { z } from "zod";
import { action } from "@/lib/server/action";
import { previewRollback, rollbackWorkspace } from "@/lib/workspaces/server/rollback";

const rollback = z.object({
  name: z.string().max(63),
  cluster: z.string().max(63),
  revision: z.number().int().min(1),
  apply: z.enum(["now", "next-restart"]).optional(),
  plan_hash: z.string().max(200).optional(),
});

export const previewWorkspaceRollback = action({
  input: rollback,
  run: (call, { name, cluster, ...input }) => previewRollback(call, { name, cluster }, input),
});

export const rollBackWorkspace = action({
  input: rollback,
  run: (call, { name, cluster, ...input }) => rollbackWorkspace(call, { name, cluster }, input),
});
