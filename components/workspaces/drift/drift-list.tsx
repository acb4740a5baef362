"use client";
import { Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { formatValue } from "@/components/plan/format-value";
import planClasses from "@/components/plan/plan.module.css";
import type { DriftDto } from "@/lib/workspaces/dto";
import classes from "./drift.module.css";

/** Field by field: what was applied, and what is there now. Secrets come masked from the server. */
export function DriftList({ items }: { items: readonly DriftDto[] }) {
  const t = useTranslations("history.drift");
  return (
    <ul className={classes.list} aria-label={t("list")}>
      {items.map((item) => (
        <li key={`${item.kind}/${item.name}/${item.path}`}>
          <Text fz="xs" style={{ overflowWrap: "anywhere" }}>
            <strong>{item.kind}</strong> <code>{item.name}</code> <code>{item.path}</code>
          </Text>
          {item.path === "" ? <Text fz="sm">{t("missing")}</Text> : <Values item={item} />}
          <Text fz="xs" c="dimmed">
            {item.field === null ? t("no-field") : t("field", { field: item.field })}
          </Text>
        </li>
      ))}
    </ul>
  );
}

function Values({ item }: { item: DriftDto }) {
  const t = useTranslations("history.drift");
  return (
    <div>
      <pre className={`${planClasses.value} ${planClasses.before}`}>
        <span aria-label={t("applied")}>−</span> {formatValue(item.wanted) ?? t("nothing")}
      </pre>
      <pre className={`${planClasses.value} ${planClasses.after}`}>
        <span aria-label={t("now")}>+</span> {formatValue(item.found) ?? t("nothing")}
      </pre>
    </div>
  );
}
