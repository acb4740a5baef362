import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { labelKeys } from "../../../labels";
import type { WorkspaceRef } from "../../../provider";
import { behindLauncher, launched } from "../../swarm/secret-file";
import type { Mode, Place } from "../mode";
import { createFollower } from "./follow-tasks";
import { containersOf, lookAtService } from "./look-at-service";
import type { Swarm } from "./swarm";
import { swarmCapacity, swarmHealth } from "./swarm-health";
import { openTaskLogs } from "./task-logs";

/** A swarm: a workspace is a service with one task. */
export function inSwarm(swarm: Swarm, publish: string | null): Mode {
  const { follow, stir } = createFollower(swarm);
  return {
    look: (workspaceId, names, signal) => lookAtService(swarm, workspaceId, names, signal),
    list: async (signal) => {
      await swarm.check(signal);
      const services = await swarm.services(null, signal);
      return services.flatMap(({ Spec }) => {
        const id = Spec.Labels?.[labelKeys.workspaceId];
        return id ? [{ id, main: Spec.Name }] : [];
      });
    },
    place: (ref, signal) => placeOf(swarm, ref, signal),
    logs: (ref, options, signal) => openTaskLogs(swarm, ref, options, signal),
    facts: async (signal) => ({ swarm: { node: await swarm.here(signal) } }),
    capacity: (signal) => swarmCapacity(swarm, signal),
    health: (signal) => swarmHealth(swarm, publish, signal),
    follow,
    stir,
  };
}

/** The engine that Berth speaks to runs commands in its own containers only. */
async function placeOf(swarm: Swarm, ref: WorkspaceRef, signal: AbortSignal): Promise<Place | null> {
  const [here, tasks, containers] = await Promise.all([
    swarm.here(signal),
    swarm.tasks(ref.id, signal),
    containersOf(swarm, ref.id, signal),
  ]);
  // The engine knows of its own container before its manager does.
  const container = containers.find(({ State }) => State.Running);
  if (container) {
    const { Entrypoint } = container.Config;
    const hasSecret = Array.isArray(Entrypoint) && behindLauncher(Entrypoint) !== null;
    return { container: container.Id, command: (words) => (hasSecret ? launched(words) : words) };
  }
  const task = tasks.find(({ Status, NodeID }) => Status.State === "running" && NodeID !== here);
  if (!task) return null;
  const name = (await swarm.nodes(signal)).find(({ ID }) => ID === task.NodeID)?.Description.Hostname;
  throw new PortalError("cluster/conflict", say("swarm/elsewhere", { name: ref.name, node: name ?? "?" }));
}
