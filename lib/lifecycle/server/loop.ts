import { sweepIdle } from "@/lib/idle/server/sweep";
import { runDue } from "@/lib/schedules/server/run-due";
import type { Services } from "@/lib/server/services";

export type LifecycleLoop = { readonly start: () => void; readonly close: () => Promise<void> };

/** Milliseconds. What is due is read from the database, so a look at nothing costs one query each. */
const tickMilliseconds = 5_000;

/** What happens to workspaces by the clock. Every replica runs one; the database decides which of them does a thing. */
export function createLifecycleLoop(services: Services): LifecycleLoop {
  const ended = new AbortController();
  const tasks: readonly { readonly name: string; readonly run: () => Promise<unknown> }[] = [
    { name: "idle stop", run: () => sweepIdle(services) },
    { name: "schedules", run: () => runDue(services, ended.signal) },
  ];
  const running = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  /** A task that takes longer than a tick is not begun twice; the others do not wait for it. */
  function tick(): void {
    for (const { name, run } of tasks) {
      if (running.has(name)) continue;
      const pass = run()
        .then(() => undefined)
        .catch((error: unknown) => services.log.error({ err: error }, `${name} failed`))
        .finally(() => running.delete(name));
      running.set(name, pass);
    }
  }

  return {
    start() {
      timer = setInterval(tick, tickMilliseconds);
      timer.unref();
    },
    async close() {
      clearInterval(timer);
      ended.abort();
      await Promise.all(running.values());
    },
  };
}
