import type { ContainerInspectInfo } from "dockerode";
import { labelKeys } from "../../labels";
import type { Manifest } from "../../manifest";
import { readContainer, readState, readVolume, type ContainerState } from "../inspect";
import { replacementName } from "../labels";
import type { TaskState } from "../swarm/task-state";
import type { Engine } from "./engine";
import { statusOf, toPortalError } from "./errors";
import { lastLines } from "./logs";

/** Names under which the objects of one workspace are looked up. */
export type Names = { readonly main: string; readonly data: string | null };

/** What the engine has of one workspace. */
export type Look = {
  readonly manifests: readonly Manifest[];
  readonly state: ContainerState | TaskState | null;
  /** Last lines of the output of a container that ended by itself. */
  readonly lines: readonly string[];
};

/** Asks the engine, all at once; objects of the same names that are not this workspace's do not exist for us. */
export async function lookAt(engine: Engine, workspaceId: string, names: Names, signal: AbortSignal): Promise<Look> {
  const ours = (labels: Readonly<Record<string, string>> | null | undefined) =>
    labels?.[labelKeys.workspaceId] === workspaceId;
  const container = (name: string) =>
    present((abortSignal) => engine.docker.getContainer(name).inspect({ abortSignal }), engine, signal);
  const volume = (name: string) =>
    present((abortSignal) => engine.docker.getVolume(name).inspect({ abortSignal }), engine, signal);
  const [totals, main, next, data] = await Promise.all([
    engine.totals(signal),
    container(names.main),
    container(replacementName(names.main)),
    names.data === null ? null : volume(names.data),
  ]);
  const containers = [main, next].filter(
    (info): info is ContainerInspectInfo => info !== null && ours(info.Config.Labels),
  );
  const found = containers.find((info) => info === main);
  return {
    manifests: [
      ...(data && ours(data.Labels) ? [readVolume(data)] : []),
      ...containers.map((info) => readContainer(info, totals)),
    ],
    state: found ? readState(found) : null,
    lines: found && endedByItself(found) ? await lastLines(engine, found.Id, signal) : [],
  };
}

const endedByItself = ({ State, RestartCount }: ContainerInspectInfo): boolean =>
  State.Status === "restarting" ||
  (State.Status === "running" && RestartCount > 0) ||
  (State.Status === "exited" && State.ExitCode !== 0);

/** Null when the engine does not have it. */
export async function present<T>(
  run: (signal: AbortSignal) => Promise<T>,
  engine: Engine,
  signal: AbortSignal,
): Promise<T | null> {
  try {
    return await engine.raw(run, signal);
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw toPortalError(error, "engine/hides-workspace");
  }
}
