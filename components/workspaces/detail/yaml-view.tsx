"use client";
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconDownload, IconGitCompare } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { downloadText } from "@/components/ui/download-text";
import { ErrorAlert } from "@/components/ui/error-alert";
import { notify } from "@/components/ui/notify";
import { MergedNote } from "@/components/workspaces/update/merged-note";
import { PlanReview } from "@/components/workspaces/update/plan-review";
import { useUpdate } from "@/components/workspaces/update/use-update";
import { FaultList } from "@/components/yaml/fault-list";
import { YamlEditor } from "@/components/yaml/lazy";
import { useCheck } from "@/components/yaml/use-check";
import { useDraft } from "@/components/yaml/use-draft";
import type { Reveal } from "@/components/yaml/yaml-editor";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import type { WorkspaceActions } from "./workspace-actions";

type Props = { readonly workspace: WorkspaceDto; readonly actions: WorkspaceActions };
/** The document as text. */
export default function YamlView({ workspace, actions }: Props) {
  return (
    <Stack gap="sm" flex={1} mih={0}>
      {/* Not the revision, which arrives before its document does. */}
      <DocumentText key={workspace.document_yaml} workspace={workspace} actions={actions} />
    </Stack>
  );
}

function DocumentText({ workspace, actions }: Props) {
  const t = useTranslations("workspace");
  const draft = useDraft(`yaml.${workspace.id}`, workspace.document_yaml);
  const check = useCheck(draft.text, actions.check, workspace.name);
  const [reveal, setReveal] = useState<Reveal | null>(null);
  const flow = useUpdate(workspace, actions, (when) => {
    draft.forget();
    void notify({ color: "teal", message: t(`update.accepted-${when}`, { name: workspace.name }) });
  });
  const faults = draft.reading.ok ? check.faults : draft.reading.faults;
  if (flow.preview) return <PlanReview flow={flow} />;
  return (
    <>
      {draft.merged ? (
        <Alert
          color="yellow"
          icon={<IconGitCompare size={18} aria-hidden />}
          title={t("yaml.newer", { revision: workspace.revision })}
          role="status"
        >
          <MergedNote merged={draft.merged} />
        </Alert>
      ) : null}
      <div style={{ flex: 1, minHeight: "20rem" }}>
        <YamlEditor
          value={draft.text}
          onChange={draft.setText}
          label={t("yaml.editor", { name: workspace.name })}
          schemaFor={workspace.cluster_type}
          faults={faults}
          reveal={reveal}
          readOnly={!workspace.may.operate}
        />
      </div>
      <FaultList
        title={t("yaml.faults", { count: faults.length })}
        faults={faults}
        onSelect={({ line, column }) =>
          setReveal((last) => ({ line: line ?? 1, column: column ?? 1, request: (last?.request ?? 0) + 1 }))
        }
      />
      <ErrorAlert error={flow.failure} />
      <Group justify="space-between">
        <Text fz="sm" c="dimmed" role="status">
          {draft.changed
            ? t("yaml.changed", { revision: workspace.revision })
            : t("yaml.unchanged", { revision: workspace.revision })}
        </Text>
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => downloadText(`${workspace.name}.yaml`, workspace.document_yaml)}
          >
            {t("yaml.export")}
          </Button>
          {workspace.may.operate ? (
            <>
              <Button
                variant="default"
                disabled={!draft.changed}
                leftSection={<IconArrowBackUp size={16} aria-hidden />}
                onClick={draft.discard}
              >
                {t("yaml.discard")}
              </Button>
              <Button
                loading={flow.busy}
                disabled={!draft.changed || faults.length > 0 || check.pending}
                onClick={() => void flow.review({ document_yaml: draft.text }, draft)}
              >
                {t("update.review")}
              </Button>
            </>
          ) : null}
        </Group>
      </Group>
    </>
  );
}
