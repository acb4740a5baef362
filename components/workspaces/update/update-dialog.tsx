"use client";
import { Button, Group, Stack, Switch, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorAlert } from "@/components/ui/error-alert";
import { notify } from "@/components/ui/notify";
import type { WorkspaceActions } from "@/components/workspaces/detail/workspace-actions";
import { DocumentEditor } from "@/components/workspaces/sections/document-editor";
import { useCheck } from "@/components/yaml/use-check";
import { useDraft } from "@/components/yaml/use-draft";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import { PlanReview } from "./plan-review";
import classes from "./update.module.css";
import { TemplatePart } from "./template-part";
import { useUpdate } from "./use-update";

type Props = {
  readonly workspace: WorkspaceDto;
  readonly actions: Pick<WorkspaceActions, "check" | "previewUpdate" | "update">;
  /** *Update workspace settings* is on from the beginning. */
  readonly withSettings: boolean;
  readonly onClose: () => void;
};

/** Change any part of a workspace, see what it does, confirm. */
export default function UpdateDialog({ workspace, actions, withSettings, onClose }: Props) {
  const t = useTranslations("workspace");
  // The text that the change began with: another person's update must not replace what is being typed.
  const [start] = useState(workspace.document_yaml);
  const draft = useDraft(`update.${workspace.id}`, start);
  const check = useCheck(draft.text, actions.check, workspace.name);
  const [settings, setSettings] = useState(withSettings);
  const narrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const flow = useUpdate(workspace, actions, (when) => {
    draft.forget();
    void notify({ color: "teal", message: t(`update.accepted-${when}`, { name: workspace.name }) });
    onClose();
  });
  const faulty = !draft.reading.ok || check.faults.length > 0;
  const nothing = !draft.changed && !settings;
  const names = workspace.settings_changed;

  return (
    <Dialog
      opened
      onClose={onClose}
      title={t("update.title", { name: workspace.name })}
      size="min(1240px, 96vw)"
      fullScreen={narrow}
      classNames={{ content: classes.content ?? "", body: classes.body ?? "" }}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      {flow.preview ? (
        <PlanReview flow={flow} />
      ) : (
        <Stack gap="md" className={classes.edit}>
          <DocumentEditor draft={draft} check={check} clusterType={workspace.cluster_type}>
            <TemplatePart workspace={workspace} draft={draft} />
            <Switch
              data-autofocus
              checked={settings}
              onChange={(event) => setSettings(event.currentTarget.checked)}
              label={t("update.settings")}
              description={
                names.length === 0 ? t("update.settings-none") : t("update.settings-list", { names: names.join(", ") })
              }
            />
          </DocumentEditor>
          <ErrorAlert error={flow.failure} />
          <Group justify="space-between">
            <Text fz="sm" c="dimmed" role="status">
              {nothing ? t("update.nothing") : ""}
            </Text>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t("update.cancel")}
              </Button>
              <Button
                loading={flow.busy}
                disabled={faulty || nothing || check.pending}
                onClick={() =>
                  void flow.review(
                    { ...(draft.changed ? { document_yaml: draft.text } : {}), update_workspace_settings: settings },
                    draft,
                  )
                }
              >
                {t("update.review")}
              </Button>
            </Group>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
