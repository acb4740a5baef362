import { Readable } from "node:stream";
import type { LogOptions, WorkspaceRef } from "../../../provider";
import type { TaskAnswer } from "../../swarm/answers";
import { demuxAll } from "../demux";
import { followed, openLogs } from "../logs";
import type { Swarm } from "./swarm";

/**
 * Output of the newest task, or of the one before it: its container's own log. From another node Swarm fetches it, for all tasks of the service
 * as one. Empty where no such task has begun.
 */
export async function openTaskLogs(
  swarm: Swarm,
  ref: WorkspaceRef,
  { previous, ...options }: LogOptions,
  signal: AbortSignal,
): Promise<Readable> {
  const begun = (await swarm.tasks(ref.id, signal))
    .filter(({ Status }) => Status.ContainerStatus?.ContainerID)
    .sort((a, b) => (a.CreatedAt < b.CreatedAt ? 1 : -1));
  const task = begun[previous ? 1 : 0];
  const container = task?.Status.ContainerStatus?.ContainerID;
  if (!task || !container) return Readable.from([]);
  if (task.NodeID === (await swarm.here(signal))) return openLogs(swarm.engine, container, options, signal);
  return previous ? Readable.from([]) : fromElsewhere(swarm, task, options, signal);
}

async function fromElsewhere(
  { engine }: Swarm,
  { ServiceID }: TaskAnswer,
  { tail, follow = false }: LogOptions,
  signal: AbortSignal,
): Promise<Readable> {
  const query = { stdout: true, stderr: true, ...(tail === undefined ? {} : { tail }) };
  const service = engine.docker.getService(ServiceID);
  if (follow)
    return followed(await engine.call("engine/no-log", () => service.logs({ ...query, follow }), signal), signal);
  const whole: unknown = await engine.call("engine/no-log", () => service.logs({ ...query, follow: false }), signal);
  return Readable.from([demuxAll(Buffer.isBuffer(whole) ? whole : Buffer.from(String(whole)))]);
}
