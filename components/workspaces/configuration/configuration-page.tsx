"use client";
import type { WorkspaceActions } from "@/components/workspaces/detail/workspace-actions";
import { WorkspaceFrame } from "@/components/workspaces/detail/workspace-frame";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import { ConfigurationView } from "./configuration-view";

export function ConfigurationPage({ workspace, actions }: { workspace: WorkspaceDto; actions: WorkspaceActions }) {
  return (
    <WorkspaceFrame initial={workspace} tab="configuration" actions={actions}>
      {(live) => <ConfigurationView workspace={live} />}
    </WorkspaceFrame>
  );
}
