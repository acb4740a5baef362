import type { Duplex, Writable } from "node:stream";

type Connection = {
  /** Names the right that the connection stands on: a thousand connections of one session are one question. */
  readonly key: string;
  readonly end: () => void;
  readonly stillAllowed: () => Promise<boolean>;
};

export type Connections = {
  /** Watches over an open socket or stream: it ends when the right that it stands on ends. */
  readonly guard: (stream: Duplex | Writable, connection: Connection) => void;
  readonly size: () => number;
  readonly endAll: () => void;
};

/** Together with the caches of rights (at most 3 s) a removed right ends within the 5 s of product section 8. */
const sweepMilliseconds = 1_500;

/** Open sockets, terminals and streams of the whole portal. */
export function createConnections(onError: (error: unknown) => void): Connections {
  const open = new Map<string, Set<Connection>>();
  let sweeping = false;

  async function sweep(): Promise<void> {
    await Promise.all(
      [...open.values()].map(async (set) => {
        const [first] = set;
        if (first && !(await first.stillAllowed())) for (const connection of [...set]) connection.end();
      }),
    );
  }
  const timer = setInterval(() => {
    if (sweeping || open.size === 0) return;
    sweeping = true;
    sweep()
      .catch(onError)
      .finally(() => (sweeping = false));
  }, sweepMilliseconds);
  timer.unref();

  return {
    size: () => [...open.values()].reduce((sum, set) => sum + set.size, 0),
    guard(stream, connection) {
      const set = open.get(connection.key) ?? new Set<Connection>();
      open.set(connection.key, set);
      set.add(connection);
      stream.once("close", () => {
        set.delete(connection);
        if (set.size === 0 && open.get(connection.key) === set) open.delete(connection.key);
      });
    },
    endAll() {
      clearInterval(timer);
      for (const set of open.values()) for (const connection of [...set]) connection.end();
    },
  };
}
