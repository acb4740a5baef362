import type { ContainerInspectInfo } from "dockerode";
import { labelKeys } from "../../../labels";
import { readVolume } from "../../inspect";
import type { ServiceAnswer, TaskAnswer } from "../../swarm/answers";
import { readSecret, readService } from "../../swarm/read-service";
import { taskState } from "../../swarm/task-state";
import { lastLines } from "../logs";
import { present, type Look, type Names } from "../look";
import type { Swarm } from "./swarm";

/** Swarm keeps the containers of ended tasks for a while; the newest tell enough. */
const containersLookedAt = 3;

/** What a swarm has of one workspace: asked of its manager, and of the engine for the containers that are on its own node. */
export async function lookAtService(
  swarm: Swarm,
  workspaceId: string,
  names: Names,
  signal: AbortSignal,
): Promise<Look> {
  const { engine } = swarm;
  const [here, services, tasks, containers, secrets, volume] = await Promise.all([
    swarm.here(signal),
    swarm.services(workspaceId, signal),
    swarm.tasks(workspaceId, signal),
    containersOf(swarm, workspaceId, signal),
    secretsOf(swarm, workspaceId, signal),
    names.data === null
      ? null
      : present((abortSignal) => engine.docker.getVolume(names.data ?? "").inspect({ abortSignal }), engine, signal),
  ]);
  const service = services.find(({ Spec }) => Spec.Name === names.main) ?? null;
  const own = tasks.filter(({ ServiceID }) => ServiceID === service?.ID);
  const state = taskState({
    service,
    tasks: own,
    containers,
    nodes: own.some((task) => needsNodes(task, here)) ? await swarm.nodes(signal) : [],
    here,
  });
  const over =
    state && "ends" in state && state.ends.length > 0 ? containers.find(({ State }) => !State.Running) : null;
  return {
    manifests: [
      ...(volume?.Labels?.[labelKeys.workspaceId] === workspaceId ? [readVolume(volume)] : []),
      ...secrets,
      ...(service ? [await manifestOf(swarm, service, signal)] : []),
    ],
    state,
    lines: over ? await lastLines(engine, over.Id, signal) : [],
  };
}

/** Only where it is, and what there would be, is of interest. */
const needsNodes = ({ NodeID, Status }: TaskAnswer, here: string): boolean =>
  Status.State === "pending" || (NodeID !== undefined && NodeID !== here);

async function manifestOf(swarm: Swarm, service: ServiceAnswer, signal: AbortSignal) {
  const ids = (service.Spec.TaskTemplate.Networks ?? []).map(({ Target = "" }) => Target);
  return readService(service, await swarm.networkNames(ids, signal));
}

async function secretsOf({ engine }: Swarm, workspaceId: string, signal: AbortSignal) {
  const filters = JSON.stringify({ label: [`${labelKeys.workspaceId}=${workspaceId}`] });
  const list = await engine.call(
    "swarm/no-secrets",
    (abortSignal) => engine.docker.listSecrets({ filters, abortSignal }),
    signal,
  );
  return list.flatMap((secret) => readSecret(secret)?.manifest ?? []);
}

/** Containers of the workspace on this node, the newest first. */
export async function containersOf(
  { engine }: Swarm,
  workspaceId: string,
  signal: AbortSignal,
): Promise<readonly ContainerInspectInfo[]> {
  const filters = { label: [`${labelKeys.workspaceId}=${workspaceId}`] };
  const list = await engine.call(
    "engine/no-containers",
    (abortSignal) => engine.docker.listContainers({ all: true, filters, abortSignal }),
    signal,
  );
  const newest = list.sort((a, b) => b.Created - a.Created).slice(0, containersLookedAt);
  const found = await Promise.all(
    newest.map(({ Id }) =>
      present((abortSignal) => engine.docker.getContainer(Id).inspect({ abortSignal }), engine, signal),
    ),
  );
  // The same workspace may have had a container of its own before the engine was used as a swarm.
  return found.filter((info): info is ContainerInspectInfo => info?.Config.Labels[taskLabel] !== undefined);
}

const taskLabel = "com.docker.swarm.task.id";
