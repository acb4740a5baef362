"use client";
import { useFormatter } from "next-intl";

/** A moment of today or of another day, to the second: "a few seconds ago" would change with every look at a rollout. */
export function TimeOf({ at }: { at: string }) {
  const format = useFormatter();
  return <time dateTime={at}>{format.dateTime(new Date(at), { dateStyle: "short", timeStyle: "medium" })}</time>;
}
