"use client";
import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowBackUp, IconGitCompare } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import list from "@/components/ui/bordered-list.module.css";
import { RelativeTime } from "@/components/ui/relative-time";
import { useSentences } from "@/components/workspaces/use-sentences";
import type { RevisionDto, WorkspaceDto } from "@/lib/workspaces/dto";
import classes from "./history.module.css";

type Props = {
  readonly workspace: WorkspaceDto;
  readonly revisions: readonly RevisionDto[];
  /** The number of the one whose changes are shown. */
  readonly shown: number;
  readonly onCompare: (number: number) => void;
  /** Null: this person may not change the workspace. */
  readonly onRollBack: ((revision: RevisionDto) => void) | null;
};

/** Newest first; says which is in force and which waits for the next restart. */
export function RevisionList({ workspace, revisions, shown, onCompare, onRollBack }: Props) {
  const t = useTranslations("history");
  return (
    <ol className={list.list} aria-label={t("list")}>
      {revisions.map((item) => (
        <li
          key={item.number}
          className={`${list.entry} ${classes.entry}`}
          data-shown={item.number === shown || undefined}
        >
          <Stack gap={6}>
            <Group gap="xs" justify="space-between">
              <Group gap="xs">
                <Title order={2} fz="sm">
                  {t("revision", { number: item.number })}
                </Title>
                <State revision={item.number} workspace={workspace} />
              </Group>
              <Text fz="xs" c="dimmed">
                <RelativeTime at={item.at} />
              </Text>
            </Group>
            <Message revision={item} />
            <Group gap="xs">
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconGitCompare size={14} aria-hidden />}
                aria-label={t("show-of", { number: item.number })}
                aria-pressed={item.number === shown}
                onClick={() => onCompare(item.number)}
              >
                {t("show")}
              </Button>
              {onRollBack && item.number !== workspace.revision ? (
                <Button
                  size="compact-xs"
                  variant="default"
                  leftSection={<IconArrowBackUp size={14} aria-hidden />}
                  aria-label={t("roll-back-to", { number: item.number })}
                  onClick={() => onRollBack(item)}
                >
                  {t("roll-back")}
                </Button>
              ) : null}
            </Group>
          </Stack>
        </li>
      ))}
    </ol>
  );
}

function State({ revision, workspace }: { revision: number; workspace: WorkspaceDto }) {
  const t = useTranslations("history.state");
  if (revision === workspace.applied_revision) return <Badge color="teal">{t("in-force")}</Badge>;
  if (revision === workspace.revision) return <Badge color="yellow">{t("waiting")}</Badge>;
  return null;
}

function Message({ revision }: { revision: RevisionDto }) {
  const sentences = useSentences();
  return (
    <div>
      {revision.message ? (
        <Text fz="sm" style={{ overflowWrap: "anywhere" }}>
          {sentences.deed(revision.message, null)}
        </Text>
      ) : null}
      <Text fz="xs" c="dimmed">
        {revision.author}
      </Text>
    </div>
  );
}
