"use server";
import { z } from "zod";
import { action } from "@/lib/server/action";
import { checkDocument } from "@/lib/workspaces/server/check-document";

/** The faults of a document while it is typed; the parser says what is wrong, the limit only keeps absurd inputs away from it. */
export const checkWorkspaceDocument = action({
  input: z.object({
    yaml: z.string().max(1_000_000),
    cluster: z.string().max(63).optional(),
    workspace: z.string().max(63).optional(),
  }),
  run: checkDocument,
});
