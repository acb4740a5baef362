import type { Services } from "@/lib/server/services";
import { keepUse, type Use } from "./evidence-store";

/** What passes through the portal itself. */
export type UseSource = "requests" | "sockets" | "terminals";

/** Remembers that workspaces are used, cheaply: the database hears of it in one statement every few seconds. */
export type UseRecorder = {
  /** In use from now on, until the returned function is called. */
  readonly hold: (workspaceId: string, source: UseSource) => () => void;
  /** Writes what is not written yet. Throws when the database does not take it; it is kept for the next time. */
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Milliseconds. A kill of the portal loses no more than this. */
const flushMilliseconds = 5_000;

type Held = { readonly workspaceId: string; readonly source: UseSource; open: number; changed: boolean; at: Date };

/** Several replicas write the same rows: the latest use wins. */
export function createUseRecorder({ db, clock, log }: Pick<Services, "db" | "clock" | "log">): UseRecorder {
  const all = new Map<string, Held>();

  function hold(workspaceId: string, source: UseSource): () => void {
    const key = `${source} ${workspaceId}`;
    const held = all.get(key) ?? { workspaceId, source, open: 0, changed: true, at: clock.now() };
    all.set(key, held);
    held.open += 1;
    held.changed = true;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      held.open -= 1;
      held.changed = true;
      held.at = clock.now();
    };
  }

  async function flush(): Promise<void> {
    const now = clock.now();
    const told: Use[] = [];
    for (const [key, held] of all) {
      if (held.open > 0) held.at = now;
      else if (!held.changed) {
        all.delete(key);
        continue;
      }
      held.changed = false;
      const { workspaceId, source, at } = held;
      told.push({ workspaceId, source, state: held.open > 0 ? "active" : "idle", at });
    }
    if (told.length === 0) return;
    try {
      await keepUse(db, told, now);
    } catch (error) {
      for (const { workspaceId, source } of told) {
        const held = all.get(`${source} ${workspaceId}`);
        if (held) held.changed = true;
      }
      throw error;
    }
  }

  const flushQuietly = () =>
    flush().catch((error: unknown) => log.warn({ err: error }, "use of workspaces was not noted"));
  const timer = setInterval(() => void flushQuietly(), flushMilliseconds);
  timer.unref();

  return {
    hold,
    flush,
    async close() {
      clearInterval(timer);
      await flushQuietly();
    },
  };
}
