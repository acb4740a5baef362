"use server";
import { z } from "zod";
import { action } from "@/lib/server/action";
import { restoreWorkspace } from "@/lib/workspaces/server/restore";

export const restoreDeletedWorkspace = action({
  input: z.object({ id: z.string().max(60), name: z.string().max(63), cluster: z.string().max(63) }),
  run: (call, { id, ...ref }) => restoreWorkspace(call, ref, { id }),
});
