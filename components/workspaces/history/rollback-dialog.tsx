"use client";
import { Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { WorkspaceActions } from "@/components/workspaces/detail/workspace-actions";
import type { RevisionDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { PlanDialog } from "./plan-dialog";

type Props = {
  readonly workspace: WorkspaceDto;
  readonly actions: WorkspaceActions;
  readonly revision: RevisionDto;
  readonly onClose: () => void;
};

/** What taking an earlier document again would do, and its confirmation. */
export default function RollbackDialog({ workspace, actions, revision: { number }, onClose }: Props) {
  const t = useTranslations("history.rollback");
  const { previewRollback, rollback } = actions.history;
  return (
    <PlanDialog
      workspace={workspace}
      title={t("title", { name: workspace.name, number })}
      accepted={t("accepted", { name: workspace.name, number })}
      actions={{
        previewUpdate: ({ name, cluster }) => previewRollback({ name, cluster, revision: number }),
        update: ({ document_yaml: _, update_workspace_settings: __, ...input }) =>
          rollback({ ...input, revision: number }),
      }}
      kind={{ storesRevision: true }}
      onClose={onClose}
    >
      <Text fz="sm">{t("text", { number, next: workspace.revision + 1 })}</Text>
    </PlanDialog>
  );
}
