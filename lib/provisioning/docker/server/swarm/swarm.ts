import { say, type Said } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { getIn } from "@/lib/shared/json";
import { labelKeys, managedBy } from "../../../labels";
import type { NodeAnswer, ServiceAnswer, TaskAnswer } from "../../swarm/answers";
import type { Engine } from "../engine";

/** One swarm, asked through one of its managers. */
export type Swarm = {
  readonly engine: Engine;
  /** Id of the node that answers; asked once. Throws when it is no manager that can act. */
  readonly here: (signal: AbortSignal) => Promise<string>;
  /** The same, asked anew. */
  readonly check: (signal: AbortSignal) => Promise<string>;
  readonly nodes: (signal: AbortSignal) => Promise<readonly NodeAnswer[]>;
  /** Of one workspace, or of all. */
  readonly services: (workspaceId: string | null, signal: AbortSignal) => Promise<readonly ServiceAnswer[]>;
  readonly tasks: (workspaceId: string | null, signal: AbortSignal) => Promise<readonly TaskAnswer[]>;
  /** Names of networks by id; those of now where an id is new. */
  readonly networkNames: (ids: readonly string[], signal: AbortSignal) => Promise<(id: string) => string>;
};

export function createSwarm(engine: Engine): Swarm {
  const { docker, call } = engine;
  const networks = new Map<string, string>();
  let node: string | null = null;
  const filters = (workspaceId: string | null) =>
    JSON.stringify({
      label: [workspaceId === null ? `${labelKeys.managedBy}=${managedBy}` : `${labelKeys.workspaceId}=${workspaceId}`],
    });
  const check = async (signal: AbortSignal): Promise<string> => {
    node = managerNode(await call("engine/no-identity", (): Promise<unknown> => docker.info(), signal));
    return node;
  };
  return {
    engine,
    check,
    here: async (signal) => node ?? (await check(signal)),
    nodes: (signal) =>
      call("swarm/no-nodes", (abortSignal): Promise<NodeAnswer[]> => docker.listNodes({ abortSignal }), signal),
    services: (workspaceId, signal) =>
      call(
        "swarm/no-services",
        (abortSignal): Promise<unknown> =>
          docker.listServices({ filters: filters(workspaceId), ...withSignal(abortSignal) }),
        signal,
      ).then((list) => list as readonly ServiceAnswer[]),
    tasks: (workspaceId, signal) =>
      call(
        "swarm/no-tasks",
        (abortSignal): Promise<TaskAnswer[]> => docker.listTasks({ filters: filters(workspaceId), abortSignal }),
        signal,
      ),
    networkNames: async (ids, signal) => {
      if (ids.some((id) => !networks.has(id))) {
        const list = await call("engine/hides-network", (abortSignal) => docker.listNetworks({ abortSignal }), signal);
        list.forEach(({ Id, Name }) => networks.set(Id, Name));
      }
      return (id) => networks.get(id) ?? id;
    },
  };
}

/** Dockerode's types forget that every call takes one. */
const withSignal = (abortSignal: AbortSignal): object => ({ abortSignal });

/** Of `docker info`. */
function managerNode(info: unknown): string {
  const fault = swarmFault(info);
  const node = getIn(info, ["Swarm", "NodeID"]);
  if (fault) throw new PortalError("cluster/unreachable", say("swarm/cannot", { fault: fault.said, next: fault.next }));
  if (typeof node !== "string" || node === "") throw new PortalError("cluster/unreachable", say("swarm/inactive"));
  return node;
}

/** Why an engine cannot act for its swarm, and what to do about it; null: it can. */
export function swarmFault(info: unknown): { readonly said: Said; readonly next: Said } | null {
  const of = (key: string) => getIn(info, ["Swarm", key]);
  const state = of("LocalNodeState");
  if (state === "locked") return { said: say("swarm/locked"), next: say("swarm/locked-next") };
  if (state !== "active") return { said: say("swarm/inactive"), next: say("swarm/inactive-next") };
  if (of("ControlAvailable") !== true) return { said: say("swarm/not-manager"), next: say("swarm/not-manager-next") };
  const reason = of("Error");
  return typeof reason === "string" && reason !== ""
    ? { said: say("swarm/no-quorum", { reason }), next: say("swarm/no-quorum-next") }
    : null;
}
