import type { ContainerInspectInfo } from "dockerode";
import { labelKeys } from "../../labels";
import type { Manifest } from "../../manifest";
import type { WorkspaceRef } from "../../provider";
import { readForeign, type ImageDefaults } from "../adopt/foreign";
import { readContainer, readState, readVolume, type ContainerState } from "../inspect";
import { dockerLabels, replacementName } from "../labels";
import type { TaskState } from "../swarm/task-state";
import type { Engine } from "./engine";
import { statusOf, toPortalError } from "./errors";
import { lastLines } from "./logs";

/** Names under which the objects of one workspace are looked up. */
export type Names = {
  readonly main: string;
  readonly data: string | null;
  /** One that somebody else made and that has no labels of Berth's: its id, and where its server is asked. */
  readonly adopted?: Foreign | null;
};

type Foreign = { readonly id: string; readonly port: number; readonly path: string };

/** What the names of a workspace say of a container that was taken over; null: it was not, or it is no container. */
export function foreignOf({ adopted, probe }: WorkspaceRef["names"]): Foreign | null {
  const id = adopted?.find((key) => key.startsWith("Container/"))?.slice("Container/".length);
  return id === undefined || !probe ? null : { id, ...probe };
}

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
  const { adopted = null } = names;
  const isForeign = (info: ContainerInspectInfo) => info.Id === adopted?.id && !ours(info.Config.Labels);
  const containers = [main, next].filter(
    (info): info is ContainerInspectInfo => info !== null && (ours(info.Config.Labels) || isForeign(info)),
  );
  const found = containers.find((info) => info === main);
  // Nobody can label a volume afterwards: that of a container which was taken over is known by its name.
  const ownsData = data && (ours(data.Labels) || (adopted !== null && !data.Labels?.[labelKeys.workspaceId]));
  const read = async (info: ContainerInspectInfo) =>
    isForeign(info)
      ? withProbe(readForeign(info, await imageDefaults(engine, info.Image, signal), totals), adopted)
      : readContainer(info, totals);
  return {
    manifests: [...(ownsData ? [readVolume(data)] : []), ...(await Promise.all(containers.map(read)))],
    state: found ? stateOf(found, isForeign(found) ? adopted : null) : null,
    lines: found && endedByItself(found) ? await lastLines(engine, found.Id, signal) : [],
  };
}

const withProbe = (manifest: Manifest, adopted: Foreign | null): Manifest =>
  adopted ? { ...manifest, body: { ...manifest.body, probe: { port: adopted.port, path: adopted.path } } } : manifest;

function stateOf(info: ContainerInspectInfo, foreign: Foreign | null): ContainerState {
  if (!foreign) return readState(info);
  const labels = { [dockerLabels.port]: String(foreign.port), [dockerLabels.healthPath]: foreign.path };
  return readState({ ...info, Config: { ...info.Config, Labels: { ...info.Config.Labels, ...labels } } });
}

/** What a container has from its image; null when the image is gone. */
export async function imageDefaults(engine: Engine, image: string, signal: AbortSignal): Promise<ImageDefaults> {
  return present(() => engine.docker.getImage(image).inspect(), engine, signal);
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
