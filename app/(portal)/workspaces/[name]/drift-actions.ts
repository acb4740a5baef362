"use server";
import { z } from "zod";
import { action } from "@/lib/server/action";
import { acceptDrift, previewAcceptDrift } from "@/lib/workspaces/server/accept-drift";
import { previewRevertDrift, revertDrift } from "@/lib/workspaces/server/revert-drift";

const input = z.object({
  name: z.string().max(63),
  cluster: z.string().max(63),
  plan_hash: z.string().max(200).optional(),
});

export const previewWorkspaceRevert = action({
  input,
  run: (call, { name, cluster }) => previewRevertDrift(call, { name, cluster }),
});

export const revertWorkspaceDrift = action({
  input,
  run: (call, { plan_hash, ...ref }) => revertDrift(call, ref, { plan_hash }),
});

export const previewWorkspaceAccept = action({
  input,
  run: (call, { name, cluster }) => previewAcceptDrift(call, { name, cluster }),
});

export const acceptWorkspaceDrift = action({
  input,
  run: (call, { plan_hash, ...ref }) => acceptDrift(call, ref, { plan_hash }),
});
