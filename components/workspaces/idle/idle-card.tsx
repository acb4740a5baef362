"use client";
import { Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Countdown } from "@/components/ui/countdown";
import { FactList, type Fact } from "@/components/ui/fact-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { useTold } from "@/components/ui/told";
import classes from "@/components/workspaces/detail/detail.module.css";
import type { IdleSourceDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { KeepRunning } from "./keep-running";
import { scheduleIn } from "./schedule-in";
import type { ExtendAction } from "./use-extend";

const colors = { active: "teal", idle: "gray", unknown: "yellow" } as const;

/** Whether the page has something to tell of idle stop, schedule or expiry. */
export const hasTimes = (workspace: WorkspaceDto): boolean =>
  workspace.idle.enabled || workspace.expires_at !== null || scheduleIn(workspace.document) !== null;

/** Idle stop that explains itself: when it stops, why, and what was seen when. */
export function IdleCard({ workspace, extend }: { workspace: WorkspaceDto; extend: ExtendAction }) {
  const t = useTranslations("idle");
  const told = useTold();
  const { idle, expires_at, may, desired } = workspace;
  const schedule = scheduleIn(workspace.document);
  const stops = idle.stops_at;
  const facts: readonly Fact[] = [
    ...(idle.state === null
      ? []
      : [
          [t("stops"), stops === null ? t("stops-unknown") : <Countdown key="stops" at={stops} />] as const,
          [t("last-use"), <RelativeTime key="use" at={idle.last_activity_at} />] as const,
        ]),
    ...(idle.max_idle_seconds === null
      ? []
      : [[t("after"), <IdleTime key="after" seconds={idle.max_idle_seconds} />] as const]),
    ...(idle.keep_until === null ? [] : [[t("kept"), <RelativeTime key="kept" at={idle.keep_until} />] as const]),
    ...(schedule === null
      ? []
      : [
          [
            t("schedule"),
            [
              schedule.start === null ? null : t("schedule-start", { expression: schedule.start }),
              schedule.stop === null ? null : t("schedule-stop", { expression: schedule.stop }),
              schedule.timeZone,
            ]
              .filter((part) => part !== null)
              .join(" · "),
          ] as const,
        ]),
    ...(expires_at === null ? [] : [[t("expires"), <RelativeTime key="expires" at={expires_at} />] as const]),
  ];
  return (
    <Stack gap="sm">
      {idle.explanation ? (
        <Text fz="sm">{told({ message: idle.explanation, text: idle.explanation_text ?? undefined })}</Text>
      ) : null}
      <FactList facts={facts} />
      {idle.state === null ? null : <Sources sources={idle.sources} />}
      {may.operate && desired === "running" && (idle.enabled || schedule?.stop) ? (
        <Group>
          <KeepRunning workspace={workspace} extend={extend} />
        </Group>
      ) : null}
    </Stack>
  );
}

function IdleTime({ seconds }: { seconds: number }) {
  const t = useTranslations("idle");
  return seconds % 60 === 0 ? t("after-minutes", { minutes: seconds / 60 }) : t("after-seconds", { seconds });
}

function Sources({ sources }: { sources: readonly IdleSourceDto[] }) {
  const t = useTranslations("idle");
  const told = useTold();
  return (
    <div>
      <Text fz="sm" fw={600} mb={4}>
        {t("what-was-seen")}
      </Text>
      {sources.length === 0 ? (
        <Text fz="sm" c="dimmed">
          {t("nothing-seen")}
        </Text>
      ) : (
        <ul className={classes.list}>
          {sources.map(({ source, state, last_activity_at, reason, reason_text }) => (
            <li key={source}>
              <Group gap="xs">
                <Badge size="sm" variant="light" color={colors[state]}>
                  {t(`state.${state}`)}
                </Badge>
                <Text fz="sm">{t(`source.${source}`)}</Text>
                <Text fz="sm" c="dimmed">
                  {state === "unknown" && reason ? (
                    told({ message: reason, text: reason_text ?? undefined })
                  ) : (
                    <RelativeTime at={last_activity_at} />
                  )}
                </Text>
              </Group>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
