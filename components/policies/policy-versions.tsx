"use client";
import { Alert, Badge, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconGitCompare, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import list from "@/components/ui/bordered-list.module.css";
import { Dialog } from "@/components/ui/dialog";
import { fetchJson, noAnswer } from "@/components/ui/fetch-json";
import { RelativeTime } from "@/components/ui/relative-time";
import { useTold } from "@/components/ui/told";
import { YamlDiff } from "@/components/yaml/lazy";
import type { PolicyDto, PolicyVersionDto } from "@/lib/policy/dto";
import classes from "./policies.module.css";

type Props = {
  readonly policy: PolicyDto;
  /** Puts an earlier text into the editor; null for those who may only read. */
  readonly onTake: ((text: string) => void) | null;
};

/** Every version, newest first, and what each changed. */
export function PolicyVersions({ policy: { versions, version }, onTake }: Props) {
  const t = useTranslations("policies.versions");
  const [shown, setShown] = useState<number | null>(null);
  return (
    <Stack gap="sm" component="section" aria-labelledby="policy-versions">
      <Title order={2} id="policy-versions">
        {t("title")}
      </Title>
      {versions.length === 0 ? (
        <Text fz="sm" c="dimmed">
          {t("none")}
        </Text>
      ) : (
        <ol className={list.list}>
          {versions.map((item) => (
            <li key={item.number} className={list.entry}>
              <VersionEntry item={item} newest={item.number === version} onShow={() => setShown(item.number)} />
            </li>
          ))}
        </ol>
      )}
      {shown === null ? null : (
        <ChangesDialog
          number={shown}
          onClose={() => setShown(null)}
          onTake={
            onTake && shown !== version
              ? (text) => {
                  onTake(text);
                  setShown(null);
                }
              : null
          }
        />
      )}
    </Stack>
  );
}

function VersionEntry({ item, newest, onShow }: { item: PolicyVersionDto; newest: boolean; onShow: () => void }) {
  const t = useTranslations("policies.versions");
  const { number, at, author, message } = item;
  return (
    <Stack gap={6}>
      <Group gap="xs" justify="space-between">
        <Group gap="xs">
          <Title order={3} fz="sm">
            {t("version", { number })}
          </Title>
          {newest ? <Badge color="teal">{t("newest")}</Badge> : null}
        </Group>
        <Text fz="xs" c="dimmed">
          <RelativeTime at={at} />
        </Text>
      </Group>
      {message ? (
        <Text fz="sm" style={{ overflowWrap: "anywhere" }}>
          {message}
        </Text>
      ) : null}
      <Group gap="xs" justify="space-between">
        <Text fz="xs" c="dimmed">
          {author}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconGitCompare size={14} aria-hidden />}
          aria-label={t("show-of", { number })}
          onClick={onShow}
        >
          {t("show")}
        </Button>
      </Group>
    </Stack>
  );
}

type ChangesProps = {
  readonly number: number;
  readonly onClose: () => void;
  readonly onTake: ((text: string) => void) | null;
};

async function fetchText(number: number, signal: AbortSignal): Promise<string> {
  if (number === 0) return "";
  const { text } = await fetchJson<{ text: string }>(`/api/v1/policies/workspace/versions/${number}`, signal);
  return text;
}

function ChangesDialog({ number, onClose, onTake }: ChangesProps) {
  const t = useTranslations("policies.versions");
  const network = useTranslations("common")("network");
  const told = useTold();
  const { data, error } = useQuery({
    queryKey: ["policies", "workspace", "changes", number],
    queryFn: async ({ signal }) => {
      const [before, after] = await Promise.all([fetchText(number - 1, signal), fetchText(number, signal)]);
      return { before, after };
    },
    staleTime: Infinity,
  });
  return (
    <Dialog opened onClose={onClose} title={t("changes", { number })} size="xl">
      <Stack gap="md">
        {error ? <Alert color="red">{error.message === noAnswer ? network : told(error)}</Alert> : null}
        <div className={classes.diff}>
          {data ? (
            <YamlDiff before={data.before} after={data.after} label={t("changes", { number })} />
          ) : (
            <Skeleton h="100%" />
          )}
        </div>
        {onTake && data ? (
          <Group justify="flex-end">
            <Button
              variant="default"
              leftSection={<IconPencil size={16} aria-hidden />}
              onClick={() => onTake(data.after)}
            >
              {t("take")}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Dialog>
  );
}
