"use client";
import type { WorkspaceActions } from "@/components/workspaces/detail/workspace-actions";
import { WorkspaceFrame } from "@/components/workspaces/detail/workspace-frame";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import { HistoryView } from "./history-view";

export function HistoryPage({ workspace, actions }: { workspace: WorkspaceDto; actions: WorkspaceActions }) {
  return (
    <WorkspaceFrame initial={workspace} tab="history" actions={actions}>
      {(live) => <HistoryView workspace={live} actions={actions} />}
    </WorkspaceFrame>
  );
}
