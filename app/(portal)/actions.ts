"use server";
import { z } from "zod";
import { action } from "@/lib/server/action";
import { operateMany } from "@/lib/workspaces/server/operate-many";

const reference = z.object({ name: z.string().max(63), cluster: z.string().max(63) });

/** Starts, stops or restarts one workspace or a selection, from any page; the answer tells of each. */
export const operateWorkspaces = action({
  input: z.object({ verb: z.enum(["start", "stop", "restart"]), refs: z.array(reference).min(1).max(500) }),
  run: operateMany,
});
