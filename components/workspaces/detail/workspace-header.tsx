"use client";
import { ActionIcon, Button, Group, Menu, Stack, Text, Title } from "@mantine/core";
import {
  IconDots,
  IconExternalLink,
  IconPencil,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconTrash,
} from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { applies, type Operate, type Verb } from "@/components/workspaces/table/operate";
import { PhaseBadge } from "@/components/workspaces/table/phase-badge";
import { useOperate } from "@/components/workspaces/table/use-operate";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import classes from "./detail.module.css";
import { isGoing } from "./is-going";

type Props = {
  readonly workspace: WorkspaceDto;
  readonly operate: Operate;
  readonly onUpdate: () => void;
  readonly onDelete: () => void;
};

const icons = { start: IconPlayerPlay, stop: IconPlayerStop, restart: IconRefresh } as const satisfies Record<
  Verb,
  unknown
>;

/** Name, phase and everything that the person may do with the workspace. */
export function WorkspaceHeader({ workspace, operate, onUpdate, onDelete }: Props) {
  const t = useTranslations("workspace");
  const { busy, onVerb } = useOperate(operate);
  const { may } = workspace;
  const going = isGoing(workspace);
  const verbs = (["start", "restart", "stop"] as const).filter((verb) => applies(verb, workspace));
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <Stack gap={4} className={classes.title ?? ""}>
        <Group gap="sm">
          <Title order={1} className={classes.name ?? ""}>
            {workspace.name}
          </Title>
          <PhaseBadge phase={workspace.phase} />
        </Group>
        <Text fz="sm" c="dimmed">
          {t("header.where", { cluster: workspace.cluster, owner: workspace.owner })}
          {workspace.description ? ` · ${workspace.description}` : ""}
        </Text>
      </Stack>
      <Group gap="xs">
        <OpenButton workspace={workspace} />
        {verbs.map((verb) => {
          const Icon = icons[verb];
          return (
            <Button
              key={verb}
              variant="default"
              loading={busy}
              leftSection={<Icon size={16} aria-hidden />}
              onClick={() => onVerb(verb, [workspace])}
            >
              {t(`header.${verb}`)}
            </Button>
          );
        })}
        {may.operate && !going ? (
          <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={onUpdate}>
            {t("header.update")}
          </Button>
        ) : null}
        {may.delete && !going ? (
          <Menu position="bottom-end" returnFocus>
            <Menu.Target>
              <ActionIcon variant="default" size="input-sm" aria-label={t("header.more", { name: workspace.name })}>
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={onDelete}>
                {t("header.delete")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </Group>
    </Group>
  );
}

/** A link when it can be opened; otherwise a button that says why not. */
function OpenButton({ workspace }: { workspace: WorkspaceDto }) {
  const t = useTranslations("workspace");
  const phases = useTranslations("workspaces.phase");
  const reason = !workspace.may.open
    ? t("header.may-not-open")
    : !workspace.ready
      ? t("header.not-ready", { phase: phases(workspace.phase) })
      : null;
  if (reason !== null) {
    return (
      <Button
        leftSection={<IconExternalLink size={16} aria-hidden />}
        data-disabled
        aria-disabled
        title={reason}
        aria-describedby="open-reason"
        onClick={(event) => event.preventDefault()}
      >
        {t("header.open")}
        <span id="open-reason" hidden>
          {reason}
        </span>
      </Button>
    );
  }
  return (
    <Button
      component="a"
      href={workspace.url}
      target="_blank"
      rel="noopener"
      leftSection={<IconExternalLink size={16} aria-hidden />}
    >
      {t("header.open")}
    </Button>
  );
}
