"use client";
import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { pageOf, usePagedRows, type PagedSource } from "./use-paged-rows";
import { VirtualRow, type Cell, type Column } from "./virtual-row";
import classes from "./virtual-table.module.css";

export type Sort = { readonly id: string; readonly order: "asc" | "desc" };

type Props<T> = {
  readonly label: string;
  readonly source: PagedSource<T>;
  readonly columns: readonly Column<T>[];
  readonly rowId: (row: T) => string;
  readonly rowHeight: number;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly selection: ReadonlyMap<string, T>;
  readonly onSelect: (row: T) => void;
  readonly selectLabel: (row: T) => string;
  readonly onOpen: (row: T) => void;
  /** How a row looks where the window is narrower than 48em; the columns are not shown there. */
  readonly card: Cell<T>;
  readonly cardHeight: number;
  readonly empty: ReactNode;
  readonly failed: (error: Error, retry: () => void) => ReactNode;
  readonly onTotal: (total: number | undefined) => void;
  /** Called with the rows that are loaded whenever one of them changes. */
  readonly onRows: (rows: Iterable<T>) => void;
};

/** A grid of any length: the server searches, sorts and cuts pages; the browser holds the pages near the window and a few dozen rows. */
export function VirtualTable<T>(props: Props<T>) {
  const {
    label,
    source,
    columns,
    rowId,
    sort,
    onSort,
    selection,
    onSelect,
    selectLabel,
    onOpen,
    card,
    empty,
    failed,
    onTotal,
    onRows,
  } = props;
  const t = useTranslations("common.table");
  const compact = useMediaQuery("(max-width: 48em)", false);
  const height = compact ? props.cardHeight : props.rowHeight;
  const scroller = useRef<HTMLDivElement>(null);
  const wantFocus = useRef(false);
  const [active, setActive] = useState(0);
  const [pages, setPages] = useState<readonly number[]>([0]);
  // A dragged scroll bar asks for the pages where it stops, not for all that it passes.
  const [settled] = useDebouncedValue(pages, 80);
  const { rows, total, error, fetching, retry } = usePagedRows(source, settled);
  useEffect(() => onTotal(total), [onTotal, total]);
  useEffect(() => onRows(rows.values()), [onRows, rows]);

  const count = total ?? 12;
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not in use; rows are memoised by hand
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    // The active row stays in the document, or focus would be lost while scrolling.
    rangeExtractor: (range) => {
      const list = defaultRangeExtractor(range);
      return active < range.count && !list.includes(active) ? [...list, active].sort((a, b) => a - b) : list;
    },
    onChange: (instance) => {
      const seen = instance.range;
      if (!seen) return;
      const next = Array.from(
        { length: pageOf(seen.endIndex) - pageOf(seen.startIndex) + 1 },
        (_, index) => pageOf(seen.startIndex) + index,
      );
      setPages((before) => (before.join() === next.join() ? before : next));
    },
  });
  useEffect(() => virtual.measure(), [virtual, height]);

  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [source.queryKey]);
  useEffect(() => {
    if (!wantFocus.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    row?.focus({ preventScroll: true });
    if (row) wantFocus.current = false;
  });

  const current = Math.min(active, Math.max(0, count - 1));
  const go = (to: number) => {
    const next = Math.max(0, Math.min(count - 1, to));
    wantFocus.current = true;
    setActive(next);
    virtual.scrollToIndex(next, { align: "auto" });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    // A control inside the row has its own keys.
    if (!(event.target instanceof HTMLElement) || event.target.getAttribute("role") !== "row") return;
    const step = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + step,
      PageUp: current - step,
      Home: 0,
      End: count - 1,
    };
    const to = moves[event.key];
    const row = rows.get(current);
    if (to !== undefined) go(to);
    else if (event.key === " " && row) onSelect(row);
    else if (event.key === "Enter" && row) onOpen(row);
    else return;
    event.preventDefault();
  };
  const setActiveRow = useCallback((index: number) => setActive(index), []);
  const template = useMemo(
    () => (compact ? "36px 1fr" : `36px ${columns.map(({ width }) => width).join(" ")}`),
    [columns, compact],
  );

  if (error && rows.size === 0) return failed(error, retry);
  if (total === 0 && !fetching) return empty;
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={total === undefined ? -1 : total + 1}
      aria-multiselectable
      aria-busy={fetching}
      className={`${classes.scroller} ${compact ? classes.compact : ""}`}
      onKeyDown={onKeyDown}
    >
      {compact ? null : (
        <div role="rowgroup" className={classes.head}>
          <div role="row" aria-rowindex={1} className={classes.row} style={{ gridTemplateColumns: template }}>
            <div role="columnheader" className={classes.cell}>
              <VisuallyHidden>{t("select")}</VisuallyHidden>
            </div>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        </div>
      )}
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows.get(item.index);
          return (
            <VirtualRow
              key={item.key}
              row={row}
              columns={columns}
              card={compact ? card : null}
              index={item.index}
              start={item.start}
              height={height}
              template={template}
              active={item.index === current}
              selected={row !== undefined && selection.has(rowId(row))}
              selectLabel={selectLabel}
              onActive={setActiveRow}
              onSelect={onSelect}
              onOpen={onOpen}
            />
          );
        })}
      </div>
    </div>
  );
}

type HeaderProps<T> = { column: Column<T>; sort: Sort; onSort: (sort: Sort) => void };

function HeaderCell<T>({ column, sort, onSort }: HeaderProps<T>) {
  const order = column.sortable && sort.id === column.id ? sort.order : null;
  const Icon = order === "asc" ? IconArrowUp : order === "desc" ? IconArrowDown : IconArrowsSort;
  const spoken = order === "asc" ? "ascending" : order === "desc" ? "descending" : "none";
  if (!column.sortable) {
    return (
      <div role="columnheader" className={classes.cell}>
        {column.hiddenHeader ? <VisuallyHidden>{column.header}</VisuallyHidden> : column.header}
      </div>
    );
  }
  return (
    <div role="columnheader" aria-sort={spoken} className={classes.cell}>
      <UnstyledButton
        className={classes.sort}
        onClick={() => onSort({ id: column.id, order: order === "asc" ? "desc" : "asc" })}
      >
        {column.header}
        <Icon size={14} aria-hidden className={order ? undefined : classes.faint} />
      </UnstyledButton>
    </div>
  );
}
