import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import { isObject } from "@/lib/shared/json";
import type { Evidence } from "./decide";
import type { Probe } from "./policy";

/** What a server said, read: it is used now, it was used last at a time (null: never), or it cannot be told. */
export type ProbeReading = Pick<Evidence, "state" | "at" | "reason">;

/** A request of a probe: its path, and what its JSON means. */
export type ProbeRequest = {
  readonly path: string;
  readonly read: (answer: unknown, now: Date) => ProbeReading;
};

/** A server's clock may be this far ahead. */
const skewMilliseconds = 120_000;

export const unknownReading = (reason: Sayable): ProbeReading => ({ state: "unknown", at: null, reason });
const idleSince = (at: Date | null): ProbeReading => ({ state: "idle", at, reason: null });
const inUse = (now: Date): ProbeReading => ({ state: "active", at: now, reason: null });

/** ISO 8601; without a zone it is UTC, as Mage writes it. Undefined: no time. */
function timeOf(value: unknown): Date | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(value)) return undefined;
  const text = value.replace(" ", "T");
  const time = new Date(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** The latest of several times, which may each be absent or null; at least one has to be a time. */
function sinceLatest(path: string, values: readonly unknown[], now: Date): ProbeReading {
  const nonsense = unknownReading(say("idle/probe-nonsense", { path }));
  const times = values.filter((value) => value !== null && value !== undefined).map(timeOf);
  if (times.length === 0 || times.includes(undefined)) return nonsense;
  const latest = Math.max(...times.map((time) => time?.getTime() ?? 0));
  if (latest > now.getTime() + skewMilliseconds) return unknownReading(say("idle/probe-future", { path }));
  return idleSince(new Date(latest));
}

const magePath = "/api/statuses?_format=with_activity_details";

/** `{ statuses: [{ active_pipeline_run_count, last_user_request, last_scheduler_activity }] }`; the last may be null. */
function readMage(answer: unknown, now: Date): ProbeReading {
  const list = isObject(answer) ? answer.statuses : undefined;
  const status: unknown = Array.isArray(list) ? list[0] : undefined;
  if (!isObject(status) || typeof status.active_pipeline_run_count !== "number")
    return unknownReading(say("idle/probe-nonsense", { path: magePath }));
  if (status.active_pipeline_run_count > 0) return inUse(now);
  return sinceLatest(magePath, [status.last_user_request, status.last_scheduler_activity], now);
}

const jupyterPath = "/api/status";

const readJupyter = (answer: unknown, now: Date): ProbeReading =>
  sinceLatest(jupyterPath, [isObject(answer) ? answer.last_activity : undefined], now);

const kernelsPath = "/api/kernels?no_track_activity=1";

/** A computation that prints nothing moves no `last_activity`: a busy kernel is in use all the same. */
function readKernels(answer: unknown, now: Date): ProbeReading {
  if (!Array.isArray(answer)) return unknownReading(say("idle/probe-nonsense", { path: kernelsPath }));
  const busy = answer.some((kernel: unknown) => isObject(kernel) && kernel.execution_state === "busy");
  return busy ? inUse(now) : idleSince(null);
}

/** Any server: `{ last_activity: ISO 8601 | null, active?: boolean }`. */
const readPlain =
  (path: string) =>
  (answer: unknown, now: Date): ProbeReading => {
    if (isObject(answer) && answer.active === true) return inUse(now);
    if (isObject(answer) && answer.last_activity === null) return idleSince(null);
    return sinceLatest(path, [isObject(answer) ? answer.last_activity : undefined], now);
  };

/** What to ask, in this order; all answers count together. */
export function probeRequests(probe: Probe): readonly ProbeRequest[] {
  if (probe === "mage") return [{ path: magePath, read: readMage }];
  if (probe === "jupyter")
    return [
      { path: jupyterPath, read: readJupyter },
      { path: kernelsPath, read: readKernels },
    ];
  return [{ path: probe, read: readPlain(probe) }];
}

/** One answer that says "in use" is enough; without it, one that cannot be told leaves everything unknown. */
export function together(readings: readonly ProbeReading[]): ProbeReading {
  const unknown = readings.find(({ state }) => state === "unknown");
  const active = readings.find(({ state }) => state === "active");
  const times = readings.flatMap(({ at }) => (at === null ? [] : at.getTime()));
  const at = times.length === 0 ? null : new Date(Math.max(...times));
  if (active) return { ...active, at };
  return unknown ? { ...unknown, at } : { state: "idle", at, reason: null };
}
