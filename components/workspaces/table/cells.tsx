"use client";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { Countdown } from "@/components/ui/countdown";
import { RelativeTime } from "@/components/ui/relative-time";
import { useCauseText } from "@/components/workspaces/use-cause-text";
import type { WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { pageOfWorkspace } from "./operate";
import { PhaseBadge } from "./phase-badge";
import classes from "./table.module.css";

type Props = { row: WorkspaceSummaryDto };

/** Phase, and under it what it is waiting for or why it failed; the next step on hover. */
export function StatusCell({ row }: Props) {
  const causeText = useCauseText();
  const cause = row.cause && causeText(row.cause);
  return (
    <div className={classes.two}>
      <PhaseBadge phase={row.phase} />
      {cause ? (
        <span className={classes.second} title={`${cause.summary}\n${cause.next_step}`}>
          {cause.summary}
        </span>
      ) : null}
    </div>
  );
}

export function NameCell({ row, tabIndex }: Props & { tabIndex: 0 | -1 }) {
  return (
    <div className={classes.two}>
      <Link href={pageOfWorkspace(row)} prefetch={false} tabIndex={tabIndex} className={classes.name}>
        {row.name}
      </Link>
      <SecondLine row={row} />
    </div>
  );
}

function SecondLine({ row }: Props) {
  const t = useTranslations("workspaces");
  const changed = row.settings_changed;
  if (changed.length > 0) {
    return (
      <span className={classes.changed} title={t("settings-changed-names", { names: changed.join(", ") })}>
        {t("settings-changed", { count: changed.length })}
      </span>
    );
  }
  if (row.template_outdated) return <OutdatedTemplate row={row} />;
  return row.description ? (
    <span className={classes.second} title={row.description}>
      {row.description}
    </span>
  ) : null;
}

/** When it was used last, and under it the countdown of idle stop. */
export function ActivityCell({ row, never }: Props & { never: string }) {
  const t = useTranslations("idle");
  return (
    <div className={classes.two}>
      <RelativeTime at={row.last_activity_at} never={never} />
      {row.idle_stops_at === null ? null : (
        <span className={row.idle_warned ? classes.changed : classes.second}>
          {t("in-table")} <Countdown at={row.idle_stops_at} />
        </span>
      )}
    </div>
  );
}

function OutdatedTemplate({ row }: Props) {
  const t = useTranslations("templates.outdated");
  const { template, template_version: version } = row;
  return (
    <span className={classes.changed} title={t("text", { template: template ?? "", version: version ?? 1 })}>
      {t("short")}
    </span>
  );
}

export function ResourcesCell({ row }: Props) {
  const t = useTranslations("workspaces");
  const { cpu, memory } = row.resources;
  if (!cpu && !memory) return <span className={classes.second}>{t("no-limits")}</span>;
  const text = [cpu ? t("cpu", { value: cpu }) : null, memory].filter((part) => part !== null).join(" · ");
  return <span title={row.image ?? undefined}>{text}</span>;
}

/** Where the window is narrow: name, phase, cluster and last activity in two lines. */
export function CardText({ row, tabIndex }: Props & { tabIndex: 0 | -1 }) {
  const causeText = useCauseText();
  return (
    <div className={classes.two}>
      <Link href={pageOfWorkspace(row)} prefetch={false} tabIndex={tabIndex} className={classes.name}>
        {row.name}
      </Link>
      <span className={classes.second}>
        <PhaseBadge phase={row.phase} /> {row.cluster} · <RelativeTime at={row.last_activity_at} />
      </span>
      {row.cause ? <span className={classes.second}>{causeText(row.cause).summary}</span> : null}
    </div>
  );
}
