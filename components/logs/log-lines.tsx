"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useRef } from "react";
import type { LogLine } from "./log-buffer";
import classes from "./logs.module.css";

const lineHeight = 19;
/** Nearer to the end than this counts as being there. */
const endTolerance = 40;

type Props = {
  readonly lines: readonly LogLine[];
  readonly label: string;
  readonly wrap: boolean;
  /** Stay at the end when lines arrive. */
  readonly pinned: boolean;
  readonly onPinnedChange: (pinned: boolean) => void;
  readonly hits: ReadonlySet<number>;
  /** Position of the found line to show; null: none. */
  readonly current: number | null;
};

/** Only the lines in view are in the page. Scrolling up lets go of the end; scrolling back to it holds on again. */
export function LogLines({ lines, label, wrap, pinned, onPinnedChange, hits, current }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer measures on its own; this component is not memoised
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => lineHeight,
    overscan: 20,
    getItemKey: (index) => lines[index]?.number ?? index,
  });
  const toEnd = useEffectEvent(() => {
    if (lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: "end" });
  });
  const toHit = useEffectEvent((index: number) => rows.scrollToIndex(index, { align: "center" }));

  useEffect(() => {
    if (pinned) toEnd();
  }, [lines, pinned, wrap]);
  useEffect(() => {
    if (current !== null) toHit(current);
  }, [current]);

  return (
    <div
      ref={frame}
      className={classes.frame}
      role="log"
      aria-label={label}
      aria-live="off"
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        const atEnd = scrollHeight - scrollTop - clientHeight < endTolerance;
        if (atEnd !== pinned) onPinnedChange(atEnd);
      }}
      onWheel={(event) => {
        if (event.deltaY < 0 && pinned) onPinnedChange(false);
      }}
    >
      <div style={{ height: rows.getTotalSize(), position: "relative" }}>
        {rows.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          const marks = `${hits.has(item.index) ? classes.hit : ""} ${item.index === current ? classes.current : ""}`;
          return (
            <div
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              data-level={line.level}
              className={`${classes.line} ${marks}`}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span className={classes.number} aria-hidden>
                {line.number}
              </span>
              <span className={wrap ? classes.wrap : ""}>{line.text || " "}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
