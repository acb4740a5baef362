"use client";
import { Badge, Button, Group, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { applies, type Operate } from "@/components/workspaces/table/operate";
import { useOperate } from "@/components/workspaces/table/use-operate";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import { isGoing } from "./is-going";

type Props = {
  readonly workspace: WorkspaceDto;
  readonly operate: Operate;
  /** Opens the update with *Update workspace settings* on. */
  readonly onUpdate: () => void;
  /** Opens the update, which offers the newer version of the template. */
  readonly onTemplate: () => void;
};

/** What differs between the workspace that runs and the one that is wished for. Names only: values are never shown. */
export function PendingChanges({ workspace, operate, onUpdate, onTemplate }: Props) {
  const t = useTranslations("workspace.settings");
  const { busy, onVerb } = useOperate(operate);
  if (isGoing(workspace)) return null;
  const { settings_changed: names, settings_wait, revision, applied_revision, may } = workspace;
  const waits = settings_wait || applied_revision < revision;
  return (
    <>
      {workspace.template_outdated ? <OutdatedTemplate workspace={workspace} onUpdate={onTemplate} /> : null}
      {names.length > 0 ? (
        <Group gap="xs">
          <Badge color="yellow">{t("changed", { count: names.length })}</Badge>
          <Text fz="sm" ff="monospace">
            {names.join(", ")}
          </Text>
          {may.operate && !settings_wait ? (
            <Button size="compact-sm" variant="light" onClick={onUpdate}>
              {t("update")}
            </Button>
          ) : null}
        </Group>
      ) : null}
      {waits ? (
        <Group gap="xs" role="status">
          <Badge color="harbour">{t("waits")}</Badge>
          <Text fz="sm">
            {[
              applied_revision < revision ? t("waits-revision", { revision }) : null,
              settings_wait ? t("waits-settings") : null,
            ]
              .filter((part) => part !== null)
              .join(" · ")}
          </Text>
          {applies("restart", workspace) ? (
            <Button size="compact-sm" variant="light" loading={busy} onClick={() => onVerb("restart", [workspace])}>
              {t("restart-now")}
            </Button>
          ) : null}
        </Group>
      ) : null}
    </>
  );
}

function OutdatedTemplate({ workspace, onUpdate }: { workspace: WorkspaceDto; onUpdate: () => void }) {
  const t = useTranslations("templates.outdated");
  const { template, template_version: version, may } = workspace;
  return (
    <Group gap="xs">
      <Badge color="yellow">{t("badge")}</Badge>
      <Text fz="sm">{t("text", { template: template ?? "", version: version ?? 1 })}</Text>
      {may.operate ? (
        <Button size="compact-sm" variant="light" onClick={onUpdate}>
          {t("update")}
        </Button>
      ) : null}
    </Group>
  );
}
