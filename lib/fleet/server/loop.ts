import type { Services } from "@/lib/server/services";
import { advanceFleet } from "./advance";
import { listDue, releaseFleets, renewFleets } from "./rollout-store";

export type FleetLoop = {
  /** Takes up every rollout that is under way, and follows those that are begun. */
  readonly start: () => Promise<void>;
  /** Lets passes that run end, gives the leases back. */
  readonly close: () => Promise<void>;
};

export type FleetLoopOptions = {
  readonly leaseSeconds: number;
  /** How often rollouts that another replica left are looked for. */
  readonly sweepSeconds: number;
  /** How often a rollout is looked at whose workspaces another replica works on; one's own are told by events. */
  readonly lookSeconds: number;
  /** No other replica can be at work: the leases that are held were left by a portal that is dead. */
  readonly alone: boolean;
};

export const fleetLoopDefaults: Omit<FleetLoopOptions, "alone"> = { leaseSeconds: 15, sweepSeconds: 5, lookSeconds: 1 };

/** Owns timers and leases of rollouts; what a pass does is in advance.ts. */
export function createFleetLoop(services: Services, options: FleetLoopOptions): FleetLoop {
  const { db, instance, clock, bus, log } = services;
  const ended = new AbortController();
  const running = new Map<string, { again: boolean; readonly over: Promise<void> }>();
  const timers = new Map<string, NodeJS.Timeout>();
  const intervals: NodeJS.Timeout[] = [];
  let unsubscribe = () => {};

  function wake(id: string): void {
    if (ended.signal.aborted) return;
    clearTimeout(timers.get(id));
    timers.delete(id);
    const pass = running.get(id);
    if (pass) pass.again = true;
    else running.set(id, { again: false, over: run(id) });
  }

  async function run(id: string): Promise<void> {
    const result = await advanceFleet(services, id, { ...options, signal: ended.signal }).catch((error: unknown) => {
      if (!ended.signal.aborted) log.error({ err: error, fleet: id }, "a pass over a rollout failed");
      return "working" as const;
    });
    const again = running.get(id)?.again === true;
    running.delete(id);
    if (ended.signal.aborted) return;
    if (again) wake(id);
    else if (result === "working") timers.set(id, setTimeout(() => wake(id), options.lookSeconds * 1000).unref());
  }

  async function sweep(): Promise<void> {
    for (const id of await listDue(db, { owner: instance, now: clock.now() }))
      if (!timers.has(id) && !running.has(id)) wake(id);
  }

  async function renew(): Promise<void> {
    const held = [...running.keys(), ...timers.keys()];
    const until = new Date(clock.now().getTime() + options.leaseSeconds * 1000);
    if (held.length > 0) await renewFleets(db, held, { owner: instance, until });
  }

  function every(seconds: number, task: () => Promise<void>, name: string): void {
    const interval = setInterval(() => {
      task().catch((error: unknown) => log.error({ err: error }, `${name} failed`));
    }, seconds * 1000);
    interval.unref();
    intervals.push(interval);
  }

  return {
    async start() {
      if (options.alone) await releaseFleets(db);
      unsubscribe = bus.subscribe(({ event }) => {
        // Passes publish too; one that finds nothing new publishes nothing, so this comes to rest.
        if (event.type === "fleet") wake(event.data.id);
        // An operation that has ended may be one of a rollout's.
        if (event.type === "operation" && event.data.finished_at !== null)
          for (const id of [...timers.keys(), ...running.keys()]) wake(id);
      });
      every(options.sweepSeconds, sweep, "the sweep for rollouts");
      every(options.leaseSeconds / 3, renew, "renewing the leases of rollouts");
      await sweep();
    },
    async close() {
      unsubscribe();
      ended.abort();
      intervals.forEach(clearInterval);
      timers.forEach((timer) => clearTimeout(timer));
      await Promise.all([...running.values()].map(({ over }) => over));
      await releaseFleets(db, instance);
    },
  };
}
