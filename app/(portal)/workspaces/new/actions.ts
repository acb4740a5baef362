"use server";
import { z } from "zod";
import { action } from "@/lib/server/action";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { previewCreate } from "@/lib/workspaces/server/preview-workspace";

// The limits of a document are checked by its parser, which says what is wrong; these only keep absurd inputs away from it.
const yaml = z.string().max(1_000_000);

export const previewNewWorkspace = action({ input: z.object({ yaml }), run: previewCreate });

export const createNewWorkspace = action({ input: z.object({ yaml }), run: createWorkspace });
