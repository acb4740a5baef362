"use client";
import { Code, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useLogStream } from "@/components/logs/use-log-stream";
import { EventList } from "@/components/workspaces/detail/event-list";
import { readApi, workspacePath } from "@/components/workspaces/detail/read-api";
import type { RuntimeEventDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { workspaceKeys } from "@/lib/workspaces/query-keys";

const shownEvents = 5;
const shownLines = 12;
const refreshMs = 3000;

/** What the backend says while an operation goes on, and the program from its first container on. */
export function ProgressEvidence({ workspace }: { workspace: WorkspaceDto }) {
  const t = useTranslations("workspace");
  const { data } = useQuery({
    queryKey: workspaceKeys.part(workspace.cluster, workspace.name, "events"),
    queryFn: ({ signal }) =>
      readApi<{ items: readonly RuntimeEventDto[] }>(workspacePath(workspace, "/events"), signal),
    refetchInterval: refreshMs,
  });
  return (
    <Stack gap="md">
      <div>
        <Text fz="sm" fw={600} mb={4}>
          {t("progress.events")}
        </Text>
        <EventList events={(data?.items ?? []).slice(0, shownEvents)} empty={t("progress.no-events")} />
      </div>
      {workspace.may.logs && workspace.started_at !== null ? <LastLines workspace={workspace} /> : null}
    </Stack>
  );
}

function LastLines({ workspace }: { workspace: WorkspaceDto }) {
  const t = useTranslations("workspace");
  const { buffer } = useLogStream({
    url: `/api/v1${workspacePath(workspace, "/logs", { tail: String(shownLines), follow: "true" })}`,
    follow: true,
    limit: shownLines,
    run: workspace.started_at,
  });
  if (buffer.lines.length === 0) return null;
  return (
    <div>
      <Text fz="sm" fw={600} mb={4}>
        {t("progress.log")}
      </Text>
      <Code block tabIndex={0} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {buffer.lines.map((line) => line.text).join("\n")}
      </Code>
    </div>
  );
}
