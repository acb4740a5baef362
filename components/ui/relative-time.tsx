"use client";
import { useFormatter } from "next-intl";
import { useNow } from "./now";

const absolute = { dateStyle: "medium", timeStyle: "medium" } as const;

/** "3 minutes ago", with the exact time on hover. `at` is ISO 8601; null shows `never`. */
export function RelativeTime({ at, never = "–" }: { at: string | null; never?: string }) {
  const format = useFormatter();
  const now = useNow();
  if (at === null) return <span>{never}</span>;
  const date = new Date(at);
  const exact = format.dateTime(date, absolute);
  return (
    <time dateTime={at} title={exact}>
      {now === null ? exact : format.relativeTime(date, now)}
    </time>
  );
}
