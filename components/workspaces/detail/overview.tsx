"use client";
import { Alert, Anchor, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FactList, type Fact } from "@/components/ui/fact-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { useTold } from "@/components/ui/told";
import { hasTimes, IdleCard } from "@/components/workspaces/idle/idle-card";
import type { ExtendAction } from "@/components/workspaces/idle/use-extend";
import type { ActivityDto, ListDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { workspaceKeys } from "@/lib/workspaces/query-keys";
import { ActivityList } from "./activity-list";
import { isGoing } from "./is-going";
import { LiveUsage } from "./live-usage";
import { readApi, workspacePath } from "./read-api";

/** What a workspace is, what it uses and what happened to it lately. */
export function Overview({ workspace, extend }: { workspace: WorkspaceDto; extend: ExtendAction }) {
  const t = useTranslations("workspace");
  const times = useTranslations("idle");
  const running = workspace.phase === "running" || workspace.phase === "unhealthy";
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Card title={t("overview.facts")}>
        <Facts workspace={workspace} />
      </Card>
      <Stack gap="md">
        {running ? (
          <Card title={t("overview.usage")}>
            <LiveUsage workspace={workspace} />
          </Card>
        ) : null}
        {hasTimes(workspace) && !isGoing(workspace) ? (
          <Card title={times("card")}>
            <IdleCard workspace={workspace} extend={extend} />
          </Card>
        ) : null}
        <Card title={t("overview.activity")}>
          <RecentActivity workspace={workspace} />
        </Card>
      </Stack>
    </SimpleGrid>
  );
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Title order={2} fz="md" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

function templateOf({ template, template_version: version }: WorkspaceDto): string {
  if (template === null) return "–";
  return version === null ? template : `${template} (${version})`;
}

function Facts({ workspace }: { workspace: WorkspaceDto }) {
  const t = useTranslations("workspace");
  const { resources, idle } = workspace;
  const labels = Object.entries(workspace.labels).map(([key, value]) => `${key}=${value}`);
  const facts: readonly Fact[] = [
    [
      t("facts.address"),
      workspace.may.open ? (
        <Anchor href={workspace.url} target="_blank" rel="noopener" fz="sm">
          {workspace.url}
        </Anchor>
      ) : (
        workspace.url
      ),
    ],
    ...(workspace.ingress
      ? [[t("facts.ingress"), <IngressAddress key="ingress" workspace={workspace} />] as const]
      : []),
    ...(workspace.public_url
      ? [
          [
            t("facts.public-url"),
            workspace.may.open ? (
              <Anchor key="public" href={workspace.public_url} target="_blank" rel="noopener noreferrer" fz="sm">
                {workspace.public_url}
              </Anchor>
            ) : (
              workspace.public_url
            ),
          ] as const,
        ]
      : []),
    [
      t("facts.image"),
      <Text key="image" span fz="sm" ff="monospace">
        {workspace.image ?? "–"}
      </Text>,
    ],
    [
      t("facts.resources"),
      [resources.cpu ? `${resources.cpu} CPU` : null, resources.memory].filter(Boolean).join(" · ") ||
        t("facts.no-limits"),
    ],
    [t("facts.template"), templateOf(workspace)],
    [t("facts.revision"), String(workspace.revision)],
    [t("facts.restarts"), String(workspace.restarts)],
    [t("facts.started"), <RelativeTime key="started" at={workspace.started_at} />],
    [t("facts.last-activity"), <RelativeTime key="activity" at={workspace.last_activity_at} />],
    [t("facts.idle"), t(idle.enabled ? "facts.idle-on" : "facts.idle-off")],
    [t("facts.labels"), labels.join(", ") || "–"],
    [t("facts.created"), <RelativeTime key="created" at={workspace.created_at} />],
    [t("facts.role"), t(`role.${workspace.role}`)],
  ];
  return <FactList facts={facts} />;
}

/** Where the cluster itself serves it, or why it does not although it was asked to. */
function IngressAddress({ workspace: { ingress, may } }: { workspace: WorkspaceDto }) {
  const t = useTranslations("workspace");
  const told = useTold();
  if (ingress?.problem)
    return (
      <Text span fz="sm" c="var(--mantine-color-error)">
        {told({ message: ingress.problem, text: ingress.problem_text ?? undefined })}
      </Text>
    );
  if (!ingress?.url) return t("facts.ingress-waits");
  return may.open ? (
    <Anchor href={ingress.url} target="_blank" rel="noopener" fz="sm">
      {ingress.url}
    </Anchor>
  ) : (
    ingress.url
  );
}

const recent = 8;

function RecentActivity({ workspace }: { workspace: WorkspaceDto }) {
  const { cluster, name, cause } = workspace;
  const { data, error } = useQuery({
    queryKey: workspaceKeys.part(cluster, name, "activity"),
    queryFn: ({ signal }) => readApi<ListDto<ActivityDto>>(workspacePath({ name, cluster }, "/activity"), signal),
    enabled: !isGoing(workspace),
  });
  const network = useTranslations("common")("network");
  const told = useTold();
  if (error) return <Alert color="yellow">{told(error) || network}</Alert>;
  return data ? <ActivityList items={data.items.slice(0, recent)} cause={cause} /> : <Skeleton h={120} />;
}
