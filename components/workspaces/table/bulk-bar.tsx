"use client";
import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { keepSelection, newChangePath } from "@/components/fleet/selection";
import type { WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { applies, verbs, type Verb } from "./operate";
import classes from "./table.module.css";

type Props = {
  rows: readonly WorkspaceSummaryDto[];
  busy: boolean;
  onVerb: (verb: Verb, rows: readonly WorkspaceSummaryDto[]) => void;
  onClear: () => void;
};

/** Each button says how many of the selected it would act on. */
export function BulkBar({ rows, busy, onVerb, onClear }: Props) {
  const t = useTranslations("workspaces");
  const router = useRouter();
  if (rows.length === 0) return null;
  const operable = rows.some(({ may }) => may.operate);
  const changeable = rows.filter(({ may, phase }) => may.operate && phase !== "deleting");
  const begin = (change: "update" | "settings") => {
    keepSelection(changeable);
    router.push(newChangePath(change));
  };
  return (
    <div className={classes.bulk} role="region" aria-label={t("selection")}>
      <span aria-live="polite">{t("selected", { count: rows.length })}</span>
      {operable ? null : <span>{t("bulk.none")}</span>}
      {(operable ? verbs : []).map((verb) => {
        const fitting = rows.filter((row) => applies(verb, row));
        return (
          <Button
            key={verb}
            size="compact-sm"
            variant="default"
            disabled={fitting.length === 0 || busy}
            onClick={() => onVerb(verb, fitting)}
          >
            {t(`bulk.${verb}`, { count: fitting.length })}
          </Button>
        );
      })}
      {operable
        ? (["update", "settings"] as const).map((change) => (
            <Button key={change} size="compact-sm" variant="default" onClick={() => begin(change)}>
              {t(`bulk.${change}`, { count: changeable.length })}
            </Button>
          ))
        : null}
      <Button size="compact-sm" variant="subtle" onClick={onClear}>
        {t("clear-selection")}
      </Button>
    </div>
  );
}
