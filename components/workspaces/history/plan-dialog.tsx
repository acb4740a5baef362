"use client";
import { Group, Loader, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, type ReactNode } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorAlert } from "@/components/ui/error-alert";
import { notify } from "@/components/ui/notify";
import { PlanReview } from "@/components/workspaces/update/plan-review";
import { useUpdate, type ChangeKind, type UpdateActions } from "@/components/workspaces/update/use-update";
import type { WorkspaceDto } from "@/lib/workspaces/dto";

type Props = {
  readonly workspace: WorkspaceDto;
  readonly title: string;
  /** Told when it was accepted. */
  readonly accepted: string;
  readonly actions: UpdateActions;
  readonly kind: ChangeKind;
  readonly onClose: () => void;
  /** Above the plan. */
  readonly children?: ReactNode;
};

/** A change that the server knows how to make: its plan is shown at once, and confirmed or not. */
export function PlanDialog({ workspace, title, accepted, actions, kind, onClose, children }: Props) {
  const t = useTranslations("history");
  const narrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const done = () => {
    void notify({ color: "teal", message: accepted });
    onClose();
  };
  const flow = useUpdate(workspace, actions, done, kind);
  const begin = useEffectEvent(() => void flow.review({}));
  useEffect(() => begin(), []);
  return (
    <Dialog opened onClose={onClose} title={title} size="xl" fullScreen={narrow}>
      <Stack gap="md">
        {children}
        {flow.preview ? (
          <PlanReview flow={{ ...flow, back: onClose }} />
        ) : flow.failure ? (
          <ErrorAlert error={flow.failure} />
        ) : (
          <Group gap="sm" role="status">
            <Loader size="sm" />
            <Text fz="sm">{t("planning")}</Text>
          </Group>
        )}
      </Stack>
    </Dialog>
  );
}
