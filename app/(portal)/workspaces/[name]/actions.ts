"use server";
import { z } from "zod";
import { extendBody } from "@/lib/api/schemas";
import { extendWorkspace } from "@/lib/idle/server/extend-workspace";
import { action } from "@/lib/server/action";
import { deleteWorkspace, previewDelete } from "@/lib/workspaces/server/delete-workspace";
import { cancelOperation } from "@/lib/workspaces/server/operations";
import { previewUpdate } from "@/lib/workspaces/server/preview-update";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";

const reference = z.object({ name: z.string().max(63), cluster: z.string().max(63) });

// The limits of a document are checked by its parser, which says what is wrong; this only keeps absurd inputs away from it.
const update = reference.extend({
  document_yaml: z.string().max(1_000_000).optional(),
  update_workspace_settings: z.boolean().optional(),
  apply: z.enum(["now", "next-restart"]).optional(),
  plan_hash: z.string().max(200).optional(),
});

export const previewWorkspaceUpdate = action({
  input: update,
  run: (call, { name, cluster, ...change }) => previewUpdate(call, { name, cluster }, change),
});

export const updateOneWorkspace = action({
  input: update,
  run: (call, { name, cluster, ...change }) => updateWorkspace(call, { name, cluster }, change),
});

const removal = reference.extend({ storage: z.enum(["keep", "delete"]) });

export const previewWorkspaceDelete = action({
  input: removal,
  run: (call, { storage, ...ref }) => previewDelete(call, ref, { storage }),
});

export const deleteOneWorkspace = action({
  input: removal,
  run: (call, { storage, ...ref }) => deleteWorkspace(call, ref, { storage }),
});

export const extendOneWorkspace = action({
  input: reference.extend({ seconds: extendBody.shape.seconds }),
  run: (call, { seconds, ...ref }) => extendWorkspace(call, ref, { seconds }),
});

export const cancelWorkspaceOperation = action({
  input: z.object({ id: z.string().max(100) }),
  run: (call, { id }) => cancelOperation(call, id),
});
