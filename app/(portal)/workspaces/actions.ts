"use server";
import { z } from "zod";
import { action } from "@/lib/server/action";
import { checkDocument } from "@/lib/workspaces/server/check-document";
import { operateMany } from "@/lib/workspaces/server/operate-many";

const reference = z.object({ name: z.string().max(63), cluster: z.string().max(63) });

/** The faults of a document while it is typed; the parser says what is wrong, the limit only keeps absurd inputs away from it. */
export const checkWorkspaceDocument = action({
  input: z.object({
    yaml: z.string().max(1_000_000),
    cluster: z.string().max(63).optional(),
    workspace: z.string().max(63).optional(),
  }),
  run: checkDocument,
});

/** Starts, stops or restarts one workspace or a selection; the answer tells of each. */
export const operateWorkspaces = action({
  input: z.object({ verb: z.enum(["start", "stop", "restart"]), refs: z.array(reference).min(1).max(500) }),
  run: operateMany,
});
