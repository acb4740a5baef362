"use client";
import { ActionIcon, Alert, Button, Group, Skeleton, Stack, Switch, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import list from "@/components/ui/bordered-list.module.css";
import { ConfirmByName } from "@/components/ui/confirm-by-name";
import { ErrorAlert } from "@/components/ui/error-alert";
import { notify } from "@/components/ui/notify";
import { RelativeTime } from "@/components/ui/relative-time";
import { useTold } from "@/components/ui/told";
import { useSubmit } from "@/components/ui/use-submit";
import { readApi, workspacePath } from "@/components/workspaces/detail/read-api";
import type { WorkspaceSecretDto, WorkspaceSecretsDto } from "@/lib/variables/dto";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import type { SecretActions } from "./secret-actions";
import { SecretDialog } from "./secret-dialog";

type Props = { readonly workspace: WorkspaceDto; readonly actions: SecretActions };

/** The secrets of a workspace: written, offered and removed here, never shown. */
export function SecretsView({ workspace, actions }: Props) {
  const t = useTranslations("variables.secrets");
  const told = useTold();
  const unreachable = useTranslations("workspace")("unreachable");
  const { name: of, cluster } = workspace;
  const { data, error, refetch } = useQuery({
    queryKey: ["workspaces", "of", cluster, of, "secrets"],
    queryFn: ({ signal }) => readApi<WorkspaceSecretsDto>(workspacePath(workspace, "/secrets"), signal),
  });
  const [writing, setWriting] = useState<{ readonly of: string | null } | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);
  const removal = useSubmit();
  if (error)
    return (
      <Alert color="red" icon={<IconAlertTriangle size={18} aria-hidden />}>
        {error.message === "" ? unreachable : told(error)}
      </Alert>
    );
  if (!data) return <Skeleton h={160} radius="md" />;
  const { items, offered, sharing, may } = data;
  return (
    <Stack gap="lg">
      <Stack gap="sm" component="section" aria-labelledby="secrets">
        <Group justify="space-between">
          <Title order={2} id="secrets" fz="lg">
            {t("title")}
          </Title>
          {may.write ? (
            <Button size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setWriting({ of: null })}>
              {t("add")}
            </Button>
          ) : null}
        </Group>
        <Text fz="sm" c="dimmed">
          {t("text")} {sharing ? (may.share ? null : t("only-owner")) : t("sharing-off")}
        </Text>
        {items.length === 0 ? (
          <Text fz="sm">{t("none")}</Text>
        ) : (
          <ul className={list.list}>
            {items.map((secret) => (
              <li key={secret.name} className={list.entry}>
                <Entry
                  workspace={workspace}
                  secret={secret}
                  data={data}
                  put={actions.put}
                  onChanged={() => void refetch()}
                  onWrite={() => setWriting({ of: secret.name })}
                  onRemove={() => setRemoving(secret.name)}
                />
              </li>
            ))}
          </ul>
        )}
      </Stack>
      {offered.length > 0 ? (
        <Stack gap="sm" component="section" aria-labelledby="offered">
          <Title order={2} id="offered" fz="lg">
            {t("from-others")}
          </Title>
          <ul className={list.list}>
            {offered.map(({ name, workspace: from }) => (
              <li key={name} className={list.entry}>
                <Text fz="sm" ff="monospace">
                  {name}
                </Text>
                <Text fz="xs" c="dimmed">
                  {t("from", { workspace: from })}
                </Text>
              </li>
            ))}
          </ul>
        </Stack>
      ) : null}
      {writing ? (
        <SecretDialog
          workspace={workspace}
          of={writing.of}
          mayOffer={sharing && may.share}
          put={actions.put}
          onClose={() => setWriting(null)}
          onSaved={(name) => {
            setWriting(null);
            void notify({ color: "teal", message: t("saved", { name }) });
            void refetch();
          }}
        />
      ) : null}
      {removing ? (
        <ConfirmByName
          opened
          title={t("delete-title", { name: removing })}
          name={removing}
          confirm={t("delete")}
          busy={removal.busy}
          onClose={() => {
            removal.clear();
            setRemoving(null);
          }}
          onConfirm={() =>
            void removal.submit(
              () => actions.remove({ name: of, cluster, secret: removing }),
              () => {
                setRemoving(null);
                void notify({ color: "teal", message: t("removed", { name: removing }) });
                void refetch();
              },
            )
          }
        >
          <ErrorAlert error={removal.error} />
          <Text fz="sm">{t("delete-text")}</Text>
        </ConfirmByName>
      ) : null}
    </Stack>
  );
}

type EntryProps = {
  readonly workspace: WorkspaceDto;
  readonly secret: WorkspaceSecretDto;
  readonly data: WorkspaceSecretsDto;
  readonly put: SecretActions["put"];
  readonly onChanged: () => void;
  readonly onWrite: () => void;
  readonly onRemove: () => void;
};

function Entry({ workspace, secret, data, put, onChanged, onWrite, onRemove }: EntryProps) {
  const t = useTranslations("variables.secrets");
  const { busy, error, submit } = useSubmit();
  const { name, shared, hidden, updated_at: at, updated_by: by } = secret;
  const { sharing, may } = data;
  // Writing what others have is for those who may offer it.
  const mayChange = may.write && (!shared || may.share);
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <div>
          <Text fz="sm" ff="monospace">
            {name}
          </Text>
          <Text fz="xs" c="dimmed">
            {t("set-by", { person: by })} <RelativeTime at={at} />
          </Text>
          {hidden ? <Text fz="xs">{t("hidden")}</Text> : null}
        </div>
        <Group gap="sm" wrap="nowrap">
          {may.share && (sharing || shared) ? (
            <Switch
              size="sm"
              label={t("offered")}
              aria-label={t("offer-one", { name })}
              checked={shared}
              disabled={busy}
              onChange={(event) => {
                const wanted = event.currentTarget.checked;
                const { name: of, cluster } = workspace;
                void submit(() => put({ name: of, cluster, secret: name, shared: wanted }), onChanged);
              }}
            />
          ) : shared ? (
            <Text fz="xs">{t("offered")}</Text>
          ) : null}
          {mayChange ? (
            <>
              <ActionIcon variant="default" aria-label={t("change-one", { name })} onClick={onWrite}>
                <IconPencil size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon variant="default" aria-label={t("delete-one", { name })} onClick={onRemove}>
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </>
          ) : null}
        </Group>
      </Group>
      <ErrorAlert error={error} />
    </Stack>
  );
}
