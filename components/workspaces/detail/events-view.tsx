"use client";
import { Alert, Paper, SimpleGrid, Skeleton, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTold } from "@/components/ui/told";
import type { ActivityDto, ListDto, RuntimeEventDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { workspaceKeys } from "@/lib/workspaces/query-keys";
import { ActivityList } from "./activity-list";
import { EventList } from "./event-list";
import { isGoing } from "./is-going";
import { readApi, workspacePath } from "./read-api";

const refreshMs = 5000;

/** What the backend says about the workspace, and what people and the portal did with it. */
export function EventsView({ workspace }: { workspace: WorkspaceDto }) {
  const { name, cluster, cause } = workspace;
  const enabled = !isGoing(workspace);
  const t = useTranslations("workspace");
  const network = useTranslations("common")("network");
  const told = useTold();
  const events = useQuery({
    queryKey: workspaceKeys.part(cluster, name, "events"),
    queryFn: ({ signal }) =>
      readApi<{ items: readonly RuntimeEventDto[] }>(workspacePath({ name, cluster }, "/events"), signal),
    refetchInterval: refreshMs,
    enabled,
  });
  const activity = useQuery({
    queryKey: workspaceKeys.part(cluster, name, "activity"),
    queryFn: ({ signal }) => readApi<ListDto<ActivityDto>>(workspacePath({ name, cluster }, "/activity"), signal),
    enabled,
  });
  const failure = (error: Error) => <Alert color="yellow">{told(error) || network}</Alert>;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Paper withBorder p="md" component="section" aria-label={t("events.runtime")}>
        <Title order={2} fz="md" mb="xs">
          {t("events.runtime")}
        </Title>
        {events.error ? (
          failure(events.error)
        ) : events.data ? (
          <EventList events={events.data.items} empty={t("events.none")} />
        ) : (
          <Skeleton h={160} />
        )}
      </Paper>
      <Paper withBorder p="md" component="section" aria-label={t("events.activity")}>
        <Title order={2} fz="md" mb="xs">
          {t("events.activity")}
        </Title>
        {activity.error ? (
          failure(activity.error)
        ) : activity.data ? (
          <ActivityList items={activity.data.items} cause={cause} />
        ) : (
          <Skeleton h={160} />
        )}
      </Paper>
    </SimpleGrid>
  );
}
