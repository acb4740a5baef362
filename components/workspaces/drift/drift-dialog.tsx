"use client";
import { Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { WorkspaceActions } from "@/components/workspaces/detail/workspace-actions";
import { PlanDialog } from "@/components/workspaces/history/plan-dialog";
import type { WorkspaceDto } from "@/lib/workspaces/dto";

type Props = {
  readonly workspace: WorkspaceDto;
  readonly actions: WorkspaceActions;
  readonly answer: "accept" | "revert";
  readonly onClose: () => void;
};

/** The plan of accepting or of reverting, and its confirmation. */
export default function DriftDialog({ workspace, actions, answer, onClose }: Props) {
  const t = useTranslations("history.drift");
  const { previewRevert, revert, previewAccept, accept } = actions.drift;
  const { name, cluster } = workspace;
  const accepts = answer === "accept";
  return (
    <PlanDialog
      workspace={workspace}
      title={t(accepts ? "accept-title" : "revert-title", { name })}
      accepted={t(accepts ? "accepted" : "reverted", { name })}
      actions={{
        previewUpdate: () => (accepts ? previewAccept : previewRevert)({ name, cluster }),
        update: ({ plan_hash }) =>
          (accepts ? accept : revert)({ name, cluster, ...(plan_hash === undefined ? {} : { plan_hash }) }),
      }}
      kind={{ storesRevision: accepts, mayWait: false }}
      onClose={onClose}
    >
      <Text fz="sm">{accepts ? t("accept-text", { next: workspace.revision + 1 }) : t("revert-text")}</Text>
    </PlanDialog>
  );
}
