"use client";
import { ActionIcon, Alert, Badge, Button, Group, NativeSelect, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowBarToDown, IconChevronDown, IconChevronUp, IconDownload, IconSearch } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { findLines, logText, type LogBuffer } from "./log-buffer";
import { atLeast, logLevels, type LogLevel } from "./log-level";
import { LogLines } from "./log-lines";
import { useLogStream, type LogState } from "./use-log-stream";

const limit = 20_000;
const tail = 500;
const colors = { connecting: "gray", live: "teal", ended: "gray", reconnecting: "yellow" } as const satisfies Record<
  LogState,
  string
>;

type Props = {
  /** Address of a workspace's log without its options; null when it is being deleted. */
  readonly base: string | null;
  readonly name: string;
  readonly cluster: string;
  /** When the present container began: a new one has a new log. */
  readonly run: string | null;
};

export function LogViewer({ base, name, cluster, run }: Props) {
  const t = useTranslations("workspace.logs");
  const [previous, setPrevious] = useState(false);
  const [wrap, setWrap] = useState(true);
  const [pinned, setPinned] = useState(true);
  const [search, setSearch] = useState("");
  const [level, setLevel] = useState<LogLevel>("other");
  const [at, setAt] = useState(0);
  const [wanted] = useDebouncedValue(search, 150);
  const follow = !previous;
  const options = new URLSearchParams({ cluster, tail: String(tail), [follow ? "follow" : "previous"]: "true" });
  const url = base === null ? null : `${base}?${options}`;
  const { buffer, state, fault, reconnect } = useLogStream({ url, follow, limit, run });
  const lines = useMemo(() => atLeast(buffer.lines, level), [buffer.lines, level]);
  const found = useMemo(() => findLines(lines, wanted), [lines, wanted]);
  const hits = useMemo(() => new Set(found), [found]);
  const current = found.length === 0 ? null : (found[at % found.length] ?? null);
  const go = (step: number) => {
    setPinned(false);
    setAt((position) => (position + step + found.length) % Math.max(1, found.length));
  };
  const empty = buffer.lines.length === 0;

  return (
    <Stack gap="xs" h="100%" style={{ minHeight: 0 }}>
      <Group gap="sm" justify="space-between">
        <Group gap="xs">
          <TextInput
            w={{ base: 190, sm: 260 }}
            size="xs"
            leftSection={<IconSearch size={14} aria-hidden />}
            aria-label={t("search")}
            placeholder={t("search")}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
            }}
          />
          <ActionIcon.Group>
            <ActionIcon
              size="input-xs"
              variant="default"
              aria-label={t("previous-hit")}
              disabled={found.length === 0}
              onClick={() => go(-1)}
            >
              <IconChevronUp size={14} aria-hidden />
            </ActionIcon>
            <ActionIcon
              size="input-xs"
              variant="default"
              aria-label={t("next-hit")}
              disabled={found.length === 0}
              onClick={() => go(1)}
            >
              <IconChevronDown size={14} aria-hidden />
            </ActionIcon>
          </ActionIcon.Group>
          <Text fz="xs" c="dimmed" role="status">
            {wanted === ""
              ? ""
              : found.length === 0
                ? t("no-hits")
                : t("hits", { at: (at % found.length) + 1, count: found.length })}
          </Text>
        </Group>
        <Group gap="sm">
          <NativeSelect
            size="xs"
            aria-label={t("level.label")}
            value={level}
            onChange={(event) => setLevel(logLevels.find((item) => item === event.currentTarget.value) ?? "other")}
            data={logLevels.map((value) => ({ value, label: t(`level.${value}`) }))}
          />
          <Badge color={colors[state]} role="status">
            {t(`state.${state}`)}
          </Badge>
          <Switch
            size="xs"
            label={t("follow")}
            checked={pinned}
            onChange={(event) => setPinned(event.currentTarget.checked)}
          />
          <Switch
            size="xs"
            label={t("wrap")}
            checked={wrap}
            onChange={(event) => setWrap(event.currentTarget.checked)}
          />
          <Switch
            size="xs"
            label={t("previous")}
            checked={previous}
            onChange={(event) => setPrevious(event.currentTarget.checked)}
          />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            disabled={empty}
            onClick={() => download(name, buffer)}
          >
            {t("download")}
          </Button>
        </Group>
      </Group>
      {fault ? (
        <Alert color="yellow">
          <Group justify="space-between">
            <Text fz="sm">{fault}</Text>
            <Button size="xs" variant="default" onClick={reconnect}>
              {t("reconnect")}
            </Button>
          </Group>
        </Alert>
      ) : null}
      {lines.length === 0 && fault === null ? (
        <Text fz="sm" c="dimmed">
          {t(!empty ? "none-of-level" : previous && state === "ended" ? "none-previous" : "none")}
        </Text>
      ) : null}
      <div style={{ position: "relative", flex: 1, minHeight: 0 }}>
        <LogLines
          lines={lines}
          label={t("label", { name })}
          wrap={wrap}
          pinned={pinned}
          onPinnedChange={setPinned}
          hits={hits}
          current={current}
        />
        {pinned || empty ? null : (
          <Button
            size="xs"
            pos="absolute"
            bottom={12}
            right={24}
            leftSection={<IconArrowBarToDown size={14} aria-hidden />}
            onClick={() => setPinned(true)}
          >
            {t("to-end")}
          </Button>
        )}
      </div>
      {buffer.dropped > 0 ? (
        <Text fz="xs" c="dimmed">
          {t("dropped", { count: buffer.dropped, limit })}
        </Text>
      ) : null}
    </Stack>
  );
}

function download(name: string, buffer: LogBuffer): void {
  const address = URL.createObjectURL(new Blob([logText(buffer)], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${name}.log`;
  link.click();
  URL.revokeObjectURL(address);
}
