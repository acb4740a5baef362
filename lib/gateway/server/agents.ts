import http, { type AgentOptions } from "node:http";
import type { Duplex } from "node:stream";
import type { Services } from "@/lib/server/services";
import type { GatewayWorkspace } from "./store";

const dialMilliseconds = 10_000;

/** Node's connection pool over the provider's own way to a workspace: plain TCP, or a port-forward through the API server. */
class DialAgent extends http.Agent {
  constructor(private readonly dial: (signal: AbortSignal) => Promise<Duplex>) {
    super({ keepAlive: true, maxFreeSockets: 32, timeout: 60_000 });
  }

  override createConnection(
    _options: AgentOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    this.dial(AbortSignal.timeout(dialMilliseconds)).then(
      (stream) => callback?.(null, stream),
      (error: Error) => (callback as ((error: Error) => void) | undefined)?.(error),
    );
    return undefined;
  }
}

export type Agents = { readonly agentFor: (workspace: GatewayWorkspace) => http.Agent; readonly close: () => void };

/** One pool per workspace; it is thrown away when the workspace restarts, so that no request meets a connection to the old container. */
export function createAgents(services: Services): Agents {
  const agents = new Map<string, http.Agent>();
  const drop = (id: string) => {
    agents.get(id)?.destroy();
    agents.delete(id);
  };
  const unsubscribe = services.bus.subscribe(({ event }) => {
    if (event.type === "workspace" && (!("phase" in event.data) || !event.data.ready)) drop(event.workspaceId);
  });
  return {
    agentFor(workspace) {
      const found = agents.get(workspace.ref.id);
      if (found) return found;
      const agent = new DialAgent((signal) =>
        services.clusters.get(workspace.clusterId).runtime().dial(workspace.ref, workspace.port, signal),
      );
      agents.set(workspace.ref.id, agent);
      return agent;
    },
    close() {
      unsubscribe();
      for (const id of [...agents.keys()]) drop(id);
    },
  };
}
