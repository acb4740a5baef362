"use client";
import { useTranslations } from "next-intl";
import { EffectBadge } from "./effect-badge";
import { formatValue } from "./format-value";
import type { PlanStep } from "./group-steps";
import classes from "./plan.module.css";

type Change = Pick<PlanStep["changes"][number], "path" | "before" | "after"> & {
  /** Absent: a change that is not the person's. */
  readonly effect?: PlanStep["changes"][number]["effect"];
};

/** One field: where, what it was, what it becomes, and what that does. */
export function FieldChange({ change }: { change: Change }) {
  const t = useTranslations("editor");
  const [before, after] = [formatValue(change.before), formatValue(change.after)];
  return (
    <li className={classes.change}>
      <span className={classes.path}>{change.path}</span>
      <div>
        <pre className={`${classes.value} ${classes.before}`}>
          <span aria-label={t("plan.before")}>−</span> {before ?? t("plan.not-set")}
        </pre>
        <pre className={`${classes.value} ${classes.after}`}>
          <span aria-label={t("plan.after")}>+</span> {after ?? t("plan.not-set")}
        </pre>
      </div>
      {change.effect ? <EffectBadge effect={change.effect} /> : null}
    </li>
  );
}
