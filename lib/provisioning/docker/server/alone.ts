import { labelKeys, managedBy } from "../../labels";
import { isReplacement, replacementName } from "../labels";
import type { Engine } from "./engine";
import { engineCapacity, engineHealth } from "./health";
import { openLogs } from "./logs";
import { lookAt } from "./look";
import type { Mode } from "./mode";

/** An engine alone: a workspace is a container. */
export const alone = (engine: Engine, publish: string | null): Mode => ({
  look: (workspaceId, names, signal) => lookAt(engine, workspaceId, names, signal),
  list: async (signal) => {
    const filters = { label: [`${labelKeys.managedBy}=${managedBy}`] };
    const containers = await engine.call(
      "engine/no-containers",
      (abortSignal) => engine.docker.listContainers({ all: true, filters, abortSignal }),
      signal,
    );
    return containers.flatMap((container) => {
      const id = container.Labels[labelKeys.workspaceId];
      const name = container.Names[0]?.replace(/^\//, "");
      if (!id || !name) return [];
      const main = isReplacement(name) ? name.slice(0, name.length - replacementName("").length) : name;
      return [{ id, main }];
    });
  },
  place: async ({ names }) => ({ container: names.main, command: (words) => words }),
  logs: (ref, options, signal) => openLogs(engine, ref.names.main, options, signal),
  facts: async () => ({ swarm: null }),
  capacity: (signal) => engineCapacity(engine, signal),
  health: (signal) => engineHealth(engine, publish, signal),
});
