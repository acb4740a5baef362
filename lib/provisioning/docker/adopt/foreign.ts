import type { ContainerInspectInfo, ImageInspectInfo } from "dockerode";
import { equalJson, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { labelKeys } from "../../labels";
import type { Manifest } from "../../manifest";
import { containerSpec, type ContainerSpec, type Mount } from "../container-spec";
import { readContainer, type EngineTotals } from "../inspect";
import { dockerLabels } from "../labels";

/** The image's own part of what an engine tells of a container; null when the image is gone. */
export type ImageDefaults = Pick<ImageInspectInfo, "Config"> | null;

/** What the engine gives where nobody asks for another size. */
const defaultSharedMemory = 67_108_864;

const words = (value: string | readonly string[] | null | undefined): readonly string[] =>
  value === null || value === undefined ? [] : typeof value === "string" ? [value] : value;

/**
 * A container that somebody else made in the form of a manifest: without a label that says what was asked for, that is what differs from its
 * image. Bind mounts, volumes and anonymous volumes are all named, so that another container can have them.
 */
export function readForeign(info: ContainerInspectInfo, image: ImageDefaults, totals: EngineTotals | null): Manifest {
  const { Config: config, HostConfig: host } = info;
  const given = image?.Config;
  const unlike = <T>(value: T, other: unknown): T | null => (equalJson(value, other ?? null) ? null : value);
  const own = <T>(list: readonly T[], other: readonly T[]): readonly T[] | null =>
    list.length === 0 || equalJson(list, other) ? null : list;
  const variables = (config.Env ?? []).filter((item) => !(given?.Env ?? []).includes(item)).map(splitVariable);
  const labels = Object.entries(config.Labels).filter(([key, value]) => given?.Labels?.[key] !== value);
  const base = readContainer(info, totals);
  const { ports, resources, gpus, running } = containerSpec(base.body);
  const spec: ContainerSpec & JsonObject = {
    image: config.Image,
    entrypoint: own(words(config.Entrypoint), words(given?.Entrypoint)),
    command: own(words(config.Cmd), words(given?.Cmd)),
    user: config.User === "" ? null : unlike(config.User, given?.User),
    working_dir: config.WorkingDir === "" ? null : unlike(config.WorkingDir, given?.WorkingDir),
    env: Object.fromEntries(variables.sort(([a], [b]) => (a < b ? -1 : 1))),
    secret_env: [],
    mounts: mountsOf(info),
    networks: Object.keys(info.NetworkSettings.Networks).sort(),
    ports,
    labels: Object.fromEntries(labels),
    resources,
    shm_size: host.ShmSize === undefined || host.ShmSize === defaultSharedMemory ? null : host.ShmSize,
    gpus,
    running,
  };
  return { ...base, body: { ...base.body, ...spec, foreign: true } };
}

function splitVariable(item: string): readonly [string, string] {
  const at = item.indexOf("=");
  return at === -1 ? [item, ""] : [item.slice(0, at), item.slice(at + 1)];
}

function mountsOf({ Mounts: mounts }: ContainerInspectInfo): readonly Mount[] {
  return mounts
    .flatMap((mount): readonly Mount[] => {
      const at = { target: mount.Destination, read_only: !mount.RW };
      if (mount.Type === "bind") return [{ type: "bind", source: mount.Source, ...at }];
      return mount.Type === "volume" && mount.Name ? [{ type: "volume", source: mount.Name, ...at }] : [];
    })
    .sort((a, b) => (a.target < b.target ? -1 : 1));
}

/** Where people and Berth's readiness check find its server. */
export function portOf(info: ContainerInspectInfo): number {
  const exposed = Object.keys(info.Config.ExposedPorts ?? {});
  const bound = Object.keys((info.HostConfig.PortBindings as Readonly<Record<string, unknown>> | undefined) ?? {});
  const ports = [...bound, ...exposed].filter((port) => port.endsWith("/tcp")).map((port) => Number.parseInt(port, 10));
  const env = (info.Config.Env ?? []).map(splitVariable).find(([name]) => name === "PORT")?.[1];
  return Number(env) || (ports.includes(6789) ? 6789 : (ports[0] ?? 6789));
}

/** A container that lacks Berth's labels has, as far as anybody can see, those that it would have been given when it was taken over. */
export function withAssumedLabels(live: Manifest, desired: Manifest, probe: Json | undefined): Manifest {
  const wanted = isObject(desired.body.labels) ? desired.body.labels : {};
  const present = isObject(live.body.labels) ? live.body.labels : {};
  const { port = 0, path = "/" } = isObject(probe) ? probe : {};
  const asThen: JsonObject = {
    [dockerLabels.restarts]: "0",
    [dockerLabels.port]: String(port),
    [dockerLabels.healthPath]: String(path),
  };
  const marks = Object.entries(wanted).filter(([key]) => /^(berth\.dev|app\.kubernetes\.io)\//.test(key));
  return { ...live, body: { ...live.body, labels: { ...present, ...Object.fromEntries(marks), ...asThen } } };
}

export const workspaceIdOf = (info: ContainerInspectInfo): string | null =>
  info.Config.Labels[labelKeys.workspaceId] ?? null;
