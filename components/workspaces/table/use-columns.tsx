"use client";
import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";
import type { Cell, Column } from "@/components/ui/virtual-row";
import type { WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { ActivityCell, CardText, NameCell, ResourcesCell, StatusCell } from "./cells";
import type { Verb } from "./operate";
import { RowActions } from "./row-actions";
import classes from "./table.module.css";

type Row = WorkspaceSummaryDto;

/** Columns for wide windows and the card for narrow ones. The ids of sortable columns are the API's names for `sort`. */
export function useColumns(onVerb: (verb: Verb, rows: readonly Row[]) => void) {
  const t = useTranslations("workspaces.column");
  const never = useTranslations("workspaces")("never");
  const actions = useCallback<Cell<Row>>(
    (row, tabIndex) => <RowActions row={row} tabIndex={tabIndex} onVerb={onVerb} />,
    [onVerb],
  );
  const columns = useMemo<readonly Column<Row>[]>(
    () => [
      {
        id: "name",
        header: t("name"),
        width: "minmax(165px, 1.2fr)",
        sortable: true,
        cell: (row, tabIndex) => <NameCell row={row} tabIndex={tabIndex} />,
      },
      {
        id: "phase",
        header: t("status"),
        width: "minmax(180px, 1.8fr)",
        sortable: true,
        cell: (row) => <StatusCell row={row} />,
      },
      {
        id: "cluster",
        header: t("cluster"),
        width: "minmax(80px, 0.6fr)",
        cell: (row) => <span title={row.cluster}>{row.cluster}</span>,
      },
      {
        id: "owner",
        header: t("owner"),
        width: "minmax(130px, 1fr)",
        cell: (row) => <span title={row.owner}>{row.owner}</span>,
      },
      {
        id: "resources",
        header: t("resources"),
        width: "minmax(125px, 0.8fr)",
        cell: (row) => <ResourcesCell row={row} />,
      },
      {
        id: "last_activity_at",
        header: t("activity"),
        width: "minmax(125px, 0.8fr)",
        sortable: true,
        cell: (row) => <ActivityCell row={row} never={never} />,
      },
      { id: "actions", header: t("actions"), width: "150px", hiddenHeader: true, cell: actions },
    ],
    [t, never, actions],
  );
  const card = useCallback<Cell<Row>>(
    (row, tabIndex) => (
      <div className={classes.card}>
        <CardText row={row} tabIndex={tabIndex} />
        {actions(row, tabIndex)}
      </div>
    ),
    [actions],
  );
  return { columns, card };
}
