import { getIn, isObject, type JsonObject } from "@/lib/shared/json";

export type ShownSchedule = { readonly start: string | null; readonly stop: string | null; readonly timeZone: string };

/** `access.schedule` of a document as the page shows it. It reads no cron expressions: the browser needs no library for that. */
export function scheduleIn(document: JsonObject): ShownSchedule | null {
  const value = getIn(document, ["access", "schedule"]);
  if (!isObject(value)) return null;
  const text = (item: unknown) => (typeof item === "string" && item !== "" ? item : null);
  const [start, stop] = [text(value.start), text(value.stop)];
  return start === null && stop === null ? null : { start, stop, timeZone: text(value.time_zone) ?? "UTC" };
}
