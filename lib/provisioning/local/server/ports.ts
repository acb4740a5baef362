import { createServer } from "node:net";

/** Below the range from which systems take the ports of outgoing connections, so that none of those gets in between. */
const first = 20_000;
const count = 10_000;

export type Ports = {
  /** A free port for the workspace: `wished` when it is free, else another; kept until `release`. */
  readonly take: (workspaceId: string, wished: number | null) => Promise<number>;
  /** The port is in use by a workspace that was found running. */
  readonly note: (workspaceId: string, port: number) => void;
  readonly release: (workspaceId: string) => void;
};

export function createPorts(): Ports {
  const taken = new Map<string, number>();
  return {
    note: (id, port) => void taken.set(id, port),
    release: (id) => void taken.delete(id),
    take: async (id, wished) => {
      const others = new Set([...taken].filter(([owner]) => owner !== id).map(([, port]) => port));
      for (const port of candidates(id, wished)) {
        if (others.has(port) || [...taken].some(([owner, held]) => owner !== id && held === port)) continue;
        // Held before the test: others ask at the same time.
        taken.set(id, port);
        if (await isFree(port)) return port;
      }
      taken.delete(id);
      throw new Error(`no free port between ${first} and ${first + count - 1}`);
    },
  };
}

/** Every workspace begins elsewhere, and at the same place each time. */
function* candidates(id: string, wished: number | null): Generator<number> {
  if (wished !== null) yield wished;
  let start = 0;
  for (const char of id) start = (start * 31 + char.charCodeAt(0)) % count;
  for (let step = 0; step < count; step += 1) yield first + ((start + step) % count);
}

/** Whether a server can listen there, on all addresses and so on loopback too. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}
