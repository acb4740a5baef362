import { createHookRunner } from "@/lib/hooks/server/run-post-start";
import { sweepIdle } from "@/lib/idle/server/sweep";
import { runDue } from "@/lib/schedules/server/run-due";
import type { Services } from "@/lib/server/services";

export type LifecycleLoop = { readonly start: () => void; readonly close: () => Promise<void> };

/** Milliseconds. What is due is read from the database, so a look at nothing costs one query each. */
const tickMilliseconds = 5_000;

type Task = { readonly name: string; readonly run: () => Promise<unknown> };

/** What happens to workspaces by the clock, and once they are ready. Every replica runs one; the database decides which of them does a thing. */
export function createLifecycleLoop(services: Services): LifecycleLoop {
  const ended = new AbortController();
  const hooks = createHookRunner(services);
  const hookTask: Task = { name: "post-start hooks", run: hooks.look };
  const tasks: readonly Task[] = [
    { name: "idle stop", run: () => sweepIdle(services) },
    { name: "schedules", run: () => runDue(services, ended.signal) },
    hookTask,
  ];
  const running = new Map<string, { pass: Promise<void>; again: boolean }>();
  let timer: NodeJS.Timeout | undefined;
  let unsubscribe = () => {};

  /** A task that takes longer than a tick is not begun twice; the others do not wait for it. */
  function begin(task: Task): void {
    const present = running.get(task.name);
    if (present) {
      present.again = true;
      return;
    }
    const state = { pass: Promise.resolve(), again: false };
    running.set(task.name, state);
    state.pass = task
      .run()
      .then(() => undefined)
      .catch((error: unknown) => services.log.error({ err: error }, `${task.name} failed`))
      .finally(() => {
        running.delete(task.name);
        if (state.again && !ended.signal.aborted && task === hookTask) begin(task);
      });
  }

  return {
    start() {
      timer = setInterval(() => tasks.forEach(begin), tickMilliseconds);
      timer.unref();
      unsubscribe = services.bus.subscribe(({ event }) => {
        if (event.type === "workspace" && "ready" in event.data && event.data.ready) begin(hookTask);
      });
    },
    async close() {
      clearInterval(timer);
      unsubscribe();
      ended.abort();
      await Promise.all([...running.values()].map(({ pass }) => pass));
      await hooks.close();
    },
  };
}
