import type { Duplex } from "node:stream";

type Connection = { readonly key: string; readonly end: () => void; readonly stillAllowed: () => Promise<boolean> };

export type Connections = {
  /** Watches over an open socket or stream: it ends when the right it stands on ends. */
  readonly guard: (stream: Duplex | NodeJS.WritableStream, connection: Connection) => void;
  readonly sweep: () => Promise<void>;
  readonly size: () => number;
  readonly endAll: () => void;
};

/**
 * Open sockets, terminals and streams. `key` names the right a connection stands on, so that a thousand connections of one session are
 * one question.
 */
export function createConnections(): Connections {
  const open = new Map<string, Set<Connection>>();
  const size = () => [...open.values()].reduce((sum, set) => sum + set.size, 0);
  return {
    size,
    guard(stream, connection) {
      const set = open.get(connection.key) ?? new Set<Connection>();
      open.set(connection.key, set);
      set.add(connection);
      stream.once("close", () => {
        set.delete(connection);
        if (set.size === 0 && open.get(connection.key) === set) open.delete(connection.key);
      });
    },
    async sweep() {
      await Promise.all(
        [...open.values()].map(async (set) => {
          const [first] = set;
          if (first && !(await first.stillAllowed())) for (const connection of [...set]) connection.end();
        }),
      );
    },
    endAll() {
      for (const set of open.values()) for (const connection of [...set]) connection.end();
    },
  };
}
