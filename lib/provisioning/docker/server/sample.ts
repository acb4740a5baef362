import { setTimeout as delay } from "node:timers/promises";
import { getIn } from "@/lib/shared/json";
import type { ResourceSample, WorkspaceRef } from "../../provider";
import type { Engine } from "./engine";
import { statusOf, toPortalError } from "./errors";
import type { Mode } from "./mode";

type Reading = {
  readonly at: number;
  readonly cpuSeconds: number;
  readonly memory: number;
  readonly limit: number | null;
};

/** Without a reading before, two are taken so far apart. */
const firstPauseMilliseconds = 200;
const oldestMilliseconds = 120_000;

/**
 * CPU is what was used between two readings. The engine would wait a second to make both itself; instead the one of the last call is kept.
 * Null when the container does not run.
 */
export function createSampler(
  engine: Engine,
  place: Mode["place"],
): (ref: WorkspaceRef, signal: AbortSignal) => Promise<ResourceSample | null> {
  const last = new Map<string, Reading>();
  return async (ref, signal) => {
    const found = await place(ref, signal);
    if (!found) return null;
    const before = last.get(ref.id);
    const usable =
      before && Date.now() - before.at < oldestMilliseconds && Date.now() - before.at >= firstPauseMilliseconds
        ? before
        : await read(engine, found.container, signal);
    if (usable && usable !== before) await delay(firstPauseMilliseconds, undefined, { signal }).catch(() => undefined);
    const now = usable && (await read(engine, found.container, signal));
    if (!usable || !now) {
      last.delete(ref.id);
      return null;
    }
    last.set(ref.id, now);
    const seconds = (now.at - usable.at) / 1000;
    // A restart in between begins to count anew.
    const cpu = seconds > 0 ? Math.max(0, (now.cpuSeconds - usable.cpuSeconds) / seconds) : 0;
    return { cpu, memory: now.memory, memoryLimit: now.limit };
  };
}

async function read(engine: Engine, container: string, signal: AbortSignal): Promise<Reading | null> {
  try {
    const stats: unknown = await engine.raw(
      () => engine.docker.getContainer(container).stats({ stream: false, "one-shot": true }),
      signal,
    );
    const number = (...path: string[]): number | undefined => {
      const value = getIn(stats, path);
      return typeof value === "number" ? value : undefined;
    };
    const usage = number("memory_stats", "usage");
    const used = number("cpu_stats", "cpu_usage", "total_usage");
    if (usage === undefined || used === undefined) return null; // it has just ended
    // The page cache that can be dropped is not use: `docker stats` does the same, with the key of cgroup version 1 or 2.
    const cache =
      number("memory_stats", "stats", "total_inactive_file") ?? number("memory_stats", "stats", "inactive_file") ?? 0;
    const limit = number("memory_stats", "limit") ?? 0;
    const { memory } = await engine.totals(signal);
    return {
      at: Date.now(),
      cpuSeconds: used / 1e9,
      memory: Math.max(0, usage - cache),
      limit: limit > 0 && limit < memory ? limit : null,
    };
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 409) return null;
    throw toPortalError(error, "engine/no-use");
  }
}
