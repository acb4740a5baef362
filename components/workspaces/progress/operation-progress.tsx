"use client";
import { Alert, Badge, Button, Group, Paper, Stack, Text, Timeline, Title } from "@mantine/core";
import { IconCheck, IconLoader2, IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useEffect, useState, type ReactNode } from "react";
import { callAction } from "@/components/ui/call-action";
import { ErrorAlert } from "@/components/ui/error-alert";
import { useFailureText } from "@/components/workspaces/use-cause-text";
import { useSentences } from "@/components/workspaces/use-sentences";
import type { ActionResult } from "@/lib/shared/action-result";
import type { Cause } from "@/lib/workspaces/cause";
import type { OperationDto } from "@/lib/workspaces/dto";
import classes from "./progress.module.css";
import { formatSeconds, timelineOf, type TimelineStep } from "./steps";

export type CancelAction = (input: { id: string }) => Promise<ActionResult<OperationDto>>;

type Props = {
  readonly operation: OperationDto;
  /** Null where the person may not cancel. */
  readonly cancel: CancelAction | null;
  /** The workspace's cause, shown above already: its words in the steps are the same. */
  readonly cause: Cause | null;
  /** One line with the present step in place of the timeline. */
  readonly compact?: boolean;
  /** What the backend says meanwhile: events, log lines. */
  readonly children?: ReactNode;
};

const icons = { done: IconCheck, current: IconLoader2, failed: IconX } as const satisfies Record<
  TimelineStep["state"],
  unknown
>;
const colors = { done: "teal", current: "harbour", failed: "red" } as const satisfies Record<
  TimelineStep["state"],
  string
>;

/** An operation step by step, each with its duration; live through the workspace that it belongs to. */
export function OperationProgress({ operation, cancel, cause, compact = false, children }: Props) {
  const t = useTranslations("workspace");
  const sentences = useSentences();
  const failureText = useFailureText();
  // The cause is shown above already.
  const ended = operation.error && operation.error.message !== cause?.summary ? failureText(operation.error) : null;
  const [failure, setFailure] = useState<Extract<ActionResult<unknown>, { ok: false }>["error"] | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useTick(operation.finished_at === null);
  const steps = timelineOf(operation, now);
  const over = operation.finished_at !== null;
  const last = steps.at(-1);

  const stop = async (action: CancelAction) => {
    setBusy(true);
    const result = await callAction(() => action({ id: operation.id }), t("unreachable"));
    setBusy(false);
    setFailure(result.ok ? null : result.error);
  };

  return (
    <Paper withBorder p="md" component="section" aria-label={t("progress.label")}>
      <Stack gap="md">
        <Group justify="space-between">
          <Group gap="xs">
            <Title order={2} fz="md">
              {t(`progress.kind.${operation.kind}`)}
            </Title>
            <Badge
              color={operation.state === "failed" ? "red" : operation.state === "done" ? "teal" : "harbour"}
              role="status"
            >
              {t(`progress.state.${operation.state}`)}
            </Badge>
            {compact && last ? (
              <Text fz="sm" c="dimmed">
                {sentences.step(last.step, cause)}
                {last.seconds === null ? "" : ` · ${formatSeconds(last.seconds)}`}
              </Text>
            ) : null}
            {operation.state === "queued" && operation.position !== undefined ? (
              <Text fz="sm" c="dimmed">
                {t("progress.position", { position: operation.position })}
              </Text>
            ) : null}
          </Group>
          {cancel && !over ? (
            <Button size="xs" variant="default" loading={busy} onClick={() => void stop(cancel)}>
              {t("progress.cancel")}
            </Button>
          ) : null}
        </Group>
        <ErrorAlert error={failure} />
        {ended ? (
          <Alert color="red" title={ended.summary}>
            {ended.next_step ?? t("progress.failed-next")}
          </Alert>
        ) : null}
        {compact ? null : (
          <div className={classes.columns}>
            <Timeline active={steps.length - 1} bulletSize={22} lineWidth={2}>
              {steps.map((step, index) => {
                const Icon = icons[step.state];
                return (
                  <Timeline.Item
                    key={`${step.step}-${index}`}
                    color={colors[step.state]}
                    bullet={
                      <Icon
                        size={13}
                        stroke={2.5}
                        className={step.state === "current" ? classes.turning : undefined}
                        aria-label={t(`progress.step.${step.state}`)}
                        role="img"
                      />
                    }
                    title={
                      <Group justify="space-between" gap="md" wrap="nowrap">
                        <div>
                          <Text fz="sm" fw={500} style={{ overflowWrap: "anywhere" }}>
                            {sentences.step(step.step, cause)}
                          </Text>
                          {step.message ? (
                            <Text fz="xs" c="dimmed">
                              {step.message}
                            </Text>
                          ) : null}
                        </div>
                        <Text fz="xs" c="dimmed" ff="monospace" style={{ whiteSpace: "nowrap" }}>
                          {step.seconds === null ? "" : formatSeconds(step.seconds)}
                        </Text>
                      </Group>
                    }
                  />
                );
              })}
            </Timeline>
            {children ? <div className={classes.aside}>{children}</div> : null}
          </div>
        )}
      </Stack>
    </Paper>
  );
}

const tickMs = 200;

/** Milliseconds since 1970, moving while `running`; null before the page is live. */
function useTick(running: boolean): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
