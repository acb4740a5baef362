import type { Services } from "@/lib/server/services";
import { refreshSettingsInBackground } from "@/lib/workspaces/server/refresh-settings";
import { createCompared } from "../compared";
import { createFairQueue } from "../queue";
import { reconcileWorkspace, type PassResult } from "./reconcile-workspace";
import { refreshDrift } from "./refresh-drift";
import { refreshCluster } from "./refresh-cluster";
import { countByPhase, dropLeases, listWaiting, releaseLeases, renewLeases } from "./store";

export type ReconcileLoop = {
  readonly wake: (workspaceId: string) => void;
  /** Takes up everything that is unfinished, and follows the clusters' watches. */
  readonly start: () => Promise<void>;
  /** Resolves when nothing is waiting and nothing runs; timers do not count. For tests and for an orderly end. */
  readonly idle: () => Promise<void>;
  /** Lets passes that run end, gives the leases back. */
  readonly close: () => Promise<void>;
};

export type LoopOptions = {
  /** Passes at the same time. */
  readonly concurrency: number;
  readonly leaseSeconds: number;
  /** Seconds that an operation may take without getting on. */
  readonly deadlineSeconds: number;
  /** How often operations that another replica left are looked for. */
  readonly sweepSeconds: number;
  readonly random: () => number;
  /** No other replica can be at work: the leases that are held were left by a portal that is dead. */
  readonly alone: boolean;
};

/** Milliseconds. */
const settingsDelay = 5_000;

export const loopDefaults: Omit<LoopOptions, "random" | "alone"> = {
  concurrency: 20,
  leaseSeconds: 15,
  deadlineSeconds: 600,
  sweepSeconds: 15,
};

/** Owns queue, timers, concurrency and leases of the reconciler; what a pass does is in reconcile-workspace.ts. */
export function createReconcileLoop(services: Services, options: LoopOptions): ReconcileLoop {
  const { concurrency } = options;
  const queue = createFairQueue({ places: concurrency, placesPerLane: Math.max(1, Math.ceil(concurrency * 0.75)) });
  const compared = createCompared();
  const ended = new AbortController();
  const laneOf = new Map<string, string>();
  const running = new Map<string, { woken: boolean }>();
  /** Timers of passes that asked to be called again; such a pass looks at the backend itself. */
  const timers = new Map<string, NodeJS.Timeout>();
  const fresh = new Set<string>();
  const refreshing = new Map<string, { again: boolean }>();
  const idleWaiters = new Set<() => void>();
  const intervals: NodeJS.Timeout[] = [];
  let unsubscribe = () => {};

  function clearTimer(id: string): void {
    clearTimeout(timers.get(id));
    timers.delete(id);
  }

  function wake(id: string, lane: string = laneOf.get(id) ?? ""): void {
    if (ended.signal.aborted) return;
    const pass = running.get(id);
    if (pass) {
      pass.woken = true;
      return;
    }
    queue.add(id, lane);
    begin();
  }

  function begin(): void {
    for (let next = queue.take(); next; next = queue.take()) void run(next.id, next.lane);
    services.metrics.queue.set({ state: "waiting" }, queue.waiting());
    services.metrics.queue.set({ state: "running" }, queue.active());
  }

  async function run(id: string, lane: string): Promise<void> {
    const pass = { woken: false };
    running.set(id, pass);
    clearTimer(id);
    const looksAnew = fresh.delete(id);
    const stop = services.metrics.passSeconds.startTimer();
    const result = await reconcileWorkspace(services, id, {
      ...options,
      compared,
      fresh: looksAnew,
      signal: ended.signal,
    }).catch((error: unknown): PassResult => {
      services.log.error({ err: error, workspace: id }, "a pass of the reconciler failed");
      return { kind: "again", after: 5_000 };
    });
    stop({ result: result.kind });
    running.delete(id);
    queue.release(lane);
    if (result.kind !== "done" && !ended.signal.aborted) schedule(id, result.after);
    if (pass.woken) wake(id, lane);
    begin();
    if (running.size === 0 && queue.waiting() === 0) idleWaiters.forEach((resolve) => resolve());
  }

  function schedule(id: string, after: number): void {
    const timer = setTimeout(() => {
      timers.delete(id);
      fresh.add(id);
      wake(id);
    }, after);
    timer.unref();
    timers.set(id, timer);
  }

  async function refresh(clusterId: string): Promise<void> {
    const present = refreshing.get(clusterId);
    if (present) {
      present.again = true;
      return;
    }
    const state = { again: true };
    refreshing.set(clusterId, state);
    try {
      while (state.again && !ended.signal.aborted) {
        state.again = false;
        const cluster = services.clusters.list().find((entry) => entry.config.id === clusterId);
        if (cluster) await refreshCluster(services, cluster, ended.signal);
      }
    } catch (error) {
      services.log.error(
        { err: error, cluster: clusterId },
        "the workspaces of a cluster could not be brought up to date",
      );
    } finally {
      refreshing.delete(clusterId);
    }
  }

  /** Settings may be others than before this start. Later, because nothing waits for it. */
  function afterStart(clusterId: string): void {
    const timer = setTimeout(() => {
      const cluster = services.clusters.list().find((entry) => entry.config.id === clusterId);
      if (!cluster) return;
      refreshSettingsInBackground(services, cluster);
      refreshDrift(services, cluster, compared, ended.signal).catch((error: unknown) =>
        services.log.error({ err: error, cluster: cluster.config.name }, "drift could not be looked for"),
      );
    }, settingsDelay);
    timer.unref();
    intervals.push(timer);
  }

  async function sweep(): Promise<void> {
    for (const id of await listWaiting(services.db, services.instance, services.clock.now())) {
      if (!timers.has(id)) wake(id);
    }
    services.metrics.workspaces.reset();
    for (const [phase, count] of await countByPhase(services.db)) services.metrics.workspaces.set({ phase }, count);
  }

  async function renew(): Promise<void> {
    const until = new Date(services.clock.now().getTime() + options.leaseSeconds * 1000);
    const held = [...running.keys(), ...timers.keys()];
    if (held.length > 0) await renewLeases(services.db, held, { owner: services.instance, until });
  }

  function every(seconds: number, task: () => Promise<void>, name: string): void {
    const interval = setInterval(() => {
      task().catch((error: unknown) => services.log.error({ err: error }, `${name} failed`));
    }, seconds * 1000);
    interval.unref();
    intervals.push(interval);
  }

  return {
    wake: (id) => wake(id),
    async start() {
      if (options.alone) await dropLeases(services.db);
      unsubscribe = services.clusters.subscribe((clusterId, change) => {
        if (change.type === "workspace") {
          laneOf.set(change.workspaceId, clusterId);
          wake(change.workspaceId, clusterId);
        } else {
          void refresh(clusterId);
          if (change.type === "synced") afterStart(clusterId);
          if (change.type !== "unreachable") timers.forEach((_, id) => wake(id));
        }
      });
      every(options.sweepSeconds, sweep, "the sweep for unfinished operations");
      every(options.leaseSeconds / 3, renew, "renewing leases");
      await sweep();
    },
    async idle() {
      if (running.size === 0 && queue.waiting() === 0) return;
      await new Promise<void>((resolve) => {
        idleWaiters.add(resolve);
      }).finally(() => idleWaiters.clear());
    },
    async close() {
      unsubscribe();
      ended.abort();
      intervals.forEach(clearInterval);
      [...timers.keys()].forEach(clearTimer);
      while (running.size > 0) {
        await new Promise<void>((resolve) => {
          idleWaiters.add(resolve);
        });
      }
      await releaseLeases(services.db, services.instance);
    },
  };
}
