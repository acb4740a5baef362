"use client";
import { Skeleton } from "@mantine/core";
import { memo, type ReactNode } from "react";
import classes from "./virtual-table.module.css";

/** `tabIndex` belongs on every control in the cell: only the controls of the active row are reached with Tab. */
export type Cell<T> = (row: T, tabIndex: 0 | -1) => ReactNode;

export type Column<T> = {
  readonly id: string;
  readonly header: string;
  /** CSS grid track, e.g. `minmax(120px, 1fr)`. */
  readonly width: string;
  readonly sortable?: boolean;
  readonly hiddenHeader?: boolean;
  readonly cell: Cell<T>;
};

export type RowProps<T> = {
  readonly row: T | undefined;
  readonly columns: readonly Column<T>[];
  readonly card: Cell<T> | null;
  readonly index: number;
  readonly start: number;
  readonly height: number;
  readonly template: string;
  readonly active: boolean;
  readonly selected: boolean;
  readonly selectLabel: ((row: T) => string) | null;
  readonly onActive: (index: number) => void;
  readonly onSelect: (row: T) => void;
  readonly onOpen: (row: T) => void;
};

/** Memoised: while scrolling only the rows that come in are rendered, on a live change only the row that changed. */
export const VirtualRow = memo(function VirtualRow<T>(props: RowProps<T>) {
  const {
    row,
    columns,
    card,
    index,
    start,
    height,
    template,
    active,
    selected,
    selectLabel,
    onActive,
    onSelect,
    onOpen,
  } = props;
  const tabIndex = active ? 0 : -1;
  return (
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={tabIndex}
      className={classes.row}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${start}px)` }}
      onClick={() => onActive(index)}
      onFocus={() => onActive(index)}
      onDoubleClick={() => row && onOpen(row)}
    >
      {row && selectLabel ? (
        <div role="gridcell" className={classes.cell} onDoubleClick={(event) => event.stopPropagation()}>
          <input
            type="checkbox"
            className={classes.check}
            aria-label={selectLabel(row)}
            tabIndex={tabIndex}
            checked={selected}
            onChange={() => onSelect(row)}
          />
        </div>
      ) : null}
      {row && card ? (
        <div role="gridcell" className={classes.cell}>
          {card(row, tabIndex)}
        </div>
      ) : null}
      {row && !card
        ? columns.map((column) => (
            <div role="gridcell" key={column.id} className={classes.cell}>
              {column.cell(row, tabIndex)}
            </div>
          ))
        : null}
      {row ? null : (
        <div role="gridcell" className={classes.cell} style={{ gridColumn: "1 / -1" }}>
          <Skeleton height={12} width="60%" />
        </div>
      )}
    </div>
  );
}) as <T>(props: RowProps<T>) => ReactNode;
