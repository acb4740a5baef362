"use client";
import { useFormatter } from "next-intl";
import { useEffect, useState } from "react";
import { useNow } from "./now";

const absolute = { dateStyle: "medium", timeStyle: "medium" } as const;
/** Milliseconds. Beyond an hour the seconds tell nobody anything. */
const ticks = 3_600_000;

/** How long until `at` (ISO 8601), second by second in the last hour; the exact time on hover. What is over shows 0:00. */
export function Countdown({ at }: { at: string }) {
  const format = useFormatter();
  const pageNow = useNow();
  const [tick, setTick] = useState<number | null>(null);
  const end = Date.parse(at);
  const near = pageNow !== null && end - pageNow < ticks;
  useEffect(() => {
    if (!near) return;
    const timer = setInterval(() => setTick(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [near]);

  const exact = format.dateTime(new Date(end), absolute);
  const now = near && tick !== null ? tick : pageNow;
  return (
    <time dateTime={at} title={exact} style={{ fontVariantNumeric: "tabular-nums" }}>
      {now === null ? exact : near ? minutes(end - now) : hours(end - now)}
    </time>
  );
}

function minutes(left: number): string {
  const seconds = Math.max(0, Math.ceil(left / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function hours(left: number): string {
  const whole = Math.floor(left / 60_000);
  const days = Math.floor(whole / 1440);
  const rest = `${Math.floor((whole % 1440) / 60)} h ${whole % 60} min`;
  return days > 0 ? `${days} d ${rest}` : rest;
}
