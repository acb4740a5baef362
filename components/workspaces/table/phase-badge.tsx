"use client";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconHelpCircle,
  IconLoader2,
  IconPlayerStop,
  type Icon,
} from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { Phase } from "@/lib/workspaces/phase";
import classes from "./table.module.css";

type Look = { readonly icon: Icon; readonly tone: "good" | "quiet" | "busy" | "warn" | "bad" };

const looks: Readonly<Record<Phase, Look>> = {
  queued: { icon: IconClock, tone: "quiet" },
  creating: { icon: IconLoader2, tone: "busy" },
  starting: { icon: IconLoader2, tone: "busy" },
  running: { icon: IconCircleCheck, tone: "good" },
  unhealthy: { icon: IconAlertTriangle, tone: "warn" },
  stopping: { icon: IconLoader2, tone: "busy" },
  stopped: { icon: IconPlayerStop, tone: "quiet" },
  failed: { icon: IconCircleX, tone: "bad" },
  deleting: { icon: IconLoader2, tone: "busy" },
  unknown: { icon: IconHelpCircle, tone: "warn" },
};

/** A phase as icon, word and colour: none of them alone. */
export function PhaseBadge({ phase }: { phase: Phase }) {
  const t = useTranslations("workspaces.phase");
  const { icon: Icon, tone } = looks[phase];
  return (
    <span className={classes.phase} data-tone={tone}>
      <Icon size={15} stroke={2} aria-hidden className={tone === "busy" ? classes.turning : undefined} />
      {t(phase)}
    </span>
  );
}
