import { Cron } from "croner";
import { getIn, isObject, type JsonObject } from "@/lib/shared/json";

/** `access.schedule` (product, section 2). Times are of the time zone's wall clock; UTC where none is named. */
export type Schedule = {
  readonly start: string | null;
  readonly stop: string | null;
  readonly timeZone: string;
};

export type ScheduledDeed = { readonly deed: "start" | "stop"; readonly at: Date };

export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** Null: the expression or the time zone means nothing. */
function cronOf(expression: string, timeZone: string): Cron | null {
  try {
    return new Cron(expression, { timezone: timeZone, mode: "5-part", paused: true });
  } catch {
    return null;
  }
}

/** Any time will do: an expression names a time again and again, or never, as the 30th of February. */
const someTime = new Date("2026-01-01T00:00:00Z");

/** Reads like a cron expression and names at least one time. */
export const isCron = (expression: string): boolean => cronOf(expression, "UTC")?.nextRun(someTime) instanceof Date;

/** Null: nothing is scheduled. */
export function scheduleOf(effective: JsonObject): Schedule | null {
  return readSchedule(getIn(effective, ["access", "schedule"]));
}

/** Of a document, or what `scheduleOf` made and the database kept. */
export function readSchedule(value: unknown): Schedule | null {
  if (!isObject(value)) return null;
  const text = (item: unknown) => (typeof item === "string" && item !== "" ? item : null);
  const [start, stop] = [text(value.start), text(value.stop)];
  if (start === null && stop === null) return null;
  return { start, stop, timeZone: text(value.time_zone) ?? text(value.timeZone) ?? "UTC" };
}

const deeds = ["start", "stop"] as const;

/** The first time after `after` that the schedule names; null: it names none any more. */
export function nextRun(schedule: Schedule, after: Date): Date | null {
  const times = deeds.flatMap((deed) => {
    const expression = schedule[deed];
    return expression === null ? [] : (cronOf(expression, schedule.timeZone)?.nextRun(after) ?? []);
  });
  return times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));
}

/**
 * What is to be done for the times from `from` (inclusive) to `now`: the last of them alone, because a portal that was down has missed the
 * others and a start before a stop helps nobody. At the same minute the stop wins.
 */
export function dueDeed(schedule: Schedule, from: Date, now: Date): ScheduledDeed | null {
  const due = deeds.flatMap((deed): ScheduledDeed[] => {
    const expression = schedule[deed];
    const cron = expression === null ? null : cronOf(expression, schedule.timeZone);
    // previousRuns leaves out the second of its reference.
    const [at] = cron?.previousRuns(1, new Date(now.getTime() + 1000)) ?? [];
    return at && at >= from && at <= now ? [{ deed, at }] : [];
  });
  return due.reduce<ScheduledDeed | null>((last, item) => (last === null || item.at >= last.at ? item : last), null);
}
