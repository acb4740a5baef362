import { notFound } from "next/navigation";
import type { Metadata } from "next";
import { cache } from "react";
import type { WorkspaceActions } from "@/components/workspaces/detail/workspace-actions";
import { pageCall, requireActor } from "@/lib/access/server/page-actor";
import { isPortalError } from "@/lib/shared/errors";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { operateWorkspaces } from "../../actions";
import { checkWorkspaceDocument } from "../actions";
import {
  cancelWorkspaceOperation,
  deleteOneWorkspace,
  extendOneWorkspace,
  previewWorkspaceDelete,
  previewWorkspaceUpdate,
  updateOneWorkspace,
} from "./actions";
import {
  acceptWorkspaceDrift,
  previewWorkspaceAccept,
  previewWorkspaceRevert,
  revertWorkspaceDrift,
} from "./drift-actions";
import { previewWorkspaceRollback, rollBackWorkspace } from "./rollback-actions";

export type WorkspacePageProps = {
  readonly params: Promise<{ readonly name: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const load = cache(async (name: string, cluster: string | null): Promise<WorkspaceDto> => {
  const call = await pageCall(await requireActor());
  try {
    return await getWorkspace(call, { name, ...(cluster === null ? {} : { cluster }) });
  } catch (error) {
    if (isPortalError(error) && error.code === "not-found") notFound();
    throw error;
  }
});

/** The workspace that a page's address names. What may not be seen does not exist. */
export async function loadWorkspace({ params, searchParams }: WorkspacePageProps): Promise<WorkspaceDto> {
  const { name } = await params;
  const { cluster } = await searchParams;
  return load(decodeURIComponent(name), typeof cluster === "string" ? cluster : null);
}

export async function workspaceMetadata(props: WorkspacePageProps): Promise<Metadata> {
  return { title: (await loadWorkspace(props)).name };
}

export const workspaceActions: WorkspaceActions = {
  operate: operateWorkspaces,
  check: checkWorkspaceDocument,
  previewUpdate: previewWorkspaceUpdate,
  update: updateOneWorkspace,
  previewDelete: previewWorkspaceDelete,
  remove: deleteOneWorkspace,
  cancel: cancelWorkspaceOperation,
  extend: extendOneWorkspace,
  drift: {
    previewRevert: previewWorkspaceRevert,
    revert: revertWorkspaceDrift,
    previewAccept: previewWorkspaceAccept,
    accept: acceptWorkspaceDrift,
  },
  history: { previewRollback: previewWorkspaceRollback, rollback: rollBackWorkspace },
};
