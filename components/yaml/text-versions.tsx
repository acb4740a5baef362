"use client";
import { Alert, Badge, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconGitCompare, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import list from "@/components/ui/bordered-list.module.css";
import { Dialog } from "@/components/ui/dialog";
import { fetchJson, noAnswer } from "@/components/ui/fetch-json";
import { RelativeTime } from "@/components/ui/relative-time";
import { useTold } from "@/components/ui/told";
import { YamlDiff } from "./lazy";
import classes from "./versioned-text.module.css";

export type TextVersion = {
  readonly number: number;
  /** Null: it came with Berth. */
  readonly author: string | null;
  readonly at: string | null;
  readonly message: string;
};

type Area = "policies" | "templates";

type Props = {
  /** Whose words it speaks. */
  readonly area: Area;
  /** Newest first. */
  readonly versions: readonly TextVersion[];
  /** The one in force. */
  readonly version: number;
  /** Address at which a version is read with its text, less the number. */
  readonly path: string;
  /** Puts an earlier text into the editor; null for those who may only read. */
  readonly onTake: ((text: string) => void) | null;
};

/** Every version, newest first, and what each changed. */
export function TextVersions({ area, versions, version, path, onTake }: Props) {
  const t = useTranslations(`${area}.versions`);
  const title = useId();
  const [shown, setShown] = useState<number | null>(null);
  return (
    <Stack gap="sm" component="section" aria-labelledby={title}>
      <Title order={2} id={title}>
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
              <VersionEntry
                area={area}
                item={item}
                newest={item.number === version}
                onShow={() => setShown(item.number)}
              />
            </li>
          ))}
        </ol>
      )}
      {shown === null ? null : (
        <ChangesDialog
          area={area}
          path={path}
          number={shown}
          before={versions.find(({ number }) => number < shown)?.number ?? null}
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

type EntryProps = {
  readonly area: Area;
  readonly item: TextVersion;
  readonly newest: boolean;
  readonly onShow: () => void;
};

function VersionEntry({ area, item, newest, onShow }: EntryProps) {
  const t = useTranslations(`${area}.versions`);
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
          {at === null ? null : <RelativeTime at={at} />}
        </Text>
      </Group>
      {message ? (
        <Text fz="sm" style={{ overflowWrap: "anywhere" }}>
          {message}
        </Text>
      ) : null}
      <Group gap="xs" justify="space-between">
        <Text fz="xs" c="dimmed">
          {author ?? "Berth"}
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
  readonly area: Area;
  readonly path: string;
  readonly number: number;
  /** The version before it; null: it is the first. */
  readonly before: number | null;
  readonly onClose: () => void;
  readonly onTake: ((text: string) => void) | null;
};

async function fetchText(path: string, number: number | null, signal: AbortSignal): Promise<string> {
  if (number === null) return "";
  const { text } = await fetchJson<{ text: string }>(`${path}/${number}`, signal);
  return text;
}

function ChangesDialog({ area, path, number, before: earlier, onClose, onTake }: ChangesProps) {
  const t = useTranslations(`${area}.versions`);
  const network = useTranslations("common")("network");
  const told = useTold();
  const { data, error } = useQuery({
    queryKey: [path, "changes", earlier, number],
    queryFn: async ({ signal }) => {
      const [before, after] = await Promise.all([fetchText(path, earlier, signal), fetchText(path, number, signal)]);
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
