import type { ContainerInspectInfo, VolumeInspectInfo } from "dockerode";
import { parseOwned, type ContainerSpec, type Owned, type PublishedPort } from "./container-spec";
import type { Manifest } from "../manifest";
import { dockerLabels } from "./labels";
import { sortPorts } from "./build/ports";

/** Cores and bytes of the engine's machine. */
export type EngineTotals = { readonly cpus: number; readonly memory: number };

/** What a container does, body of the related `ContainerState`. Times are ISO 8601, null for never. */
export type ContainerState = {
  readonly id: string;
  readonly status: string;
  /** Of the last end; null while it runs and the engine has told of none. */
  readonly exit_code: number | null;
  readonly oom_killed: boolean;
  /** What the engine said when it could not start it; "" otherwise. */
  readonly error: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** Restarts by the engine since it was last started by hand. */
  readonly restarts: number;
  readonly image: string;
  readonly port: number;
  readonly health_path: string;
  readonly memory_limit: number | null;
  /** Addresses in its networks. */
  readonly addresses: readonly string[];
  /** Where its own port is published on the engine's machine. */
  readonly published: { readonly address: string; readonly port: number } | null;
};

/** An engine's answer about a container of ours in the form that is compared with what is wanted. */
export function readContainer(info: ContainerInspectInfo, totals: EngineTotals | null): Manifest {
  const owned = parseOwned(info.Config.Labels[dockerLabels.owned]);
  const host = info.HostConfig;
  const set = <T>(field: string, value: T): T | null => (owned.fields.includes(field) ? value : null);
  const spec: ContainerSpec = {
    image: info.Config.Image,
    entrypoint: set("entrypoint", words(info.Config.Entrypoint)),
    command: set("command", words(info.Config.Cmd)),
    user: set("user", info.Config.User),
    working_dir: set("working_dir", info.Config.WorkingDir),
    env: ownVariables(info.Config.Env ?? [], owned),
    secret_env: owned.secret_env,
    mounts: [...(host.Mounts ?? [])]
      .map((mount) => ({
        type: mount.Type === "bind" ? ("bind" as const) : ("volume" as const),
        source: mount.Source,
        target: mount.Target,
        read_only: mount.ReadOnly ?? false,
      }))
      .sort((a, b) => (a.target < b.target ? -1 : 1)),
    networks: Object.keys(info.NetworkSettings.Networks).sort(),
    ports: readPorts(host.PortBindings),
    labels: Object.fromEntries(Object.entries(info.Config.Labels).filter(([key]) => owned.labels.includes(key))),
    resources: {
      nano_cpus: limit(host.NanoCpus),
      memory: limit(host.Memory),
      memory_reservation: limit(host.MemoryReservation),
    },
    shm_size: set("shm_size", host.ShmSize ?? 0),
    gpus: gpus(host.DeviceRequests),
    running: isUp(info.State.Status),
  };
  return { kind: "Container", name: nameOf(info), body: { ...spec, ...(totals ? { engine: totals } : {}) } };
}

export function readState(info: ContainerInspectInfo): ContainerState {
  const labels = info.Config.Labels;
  const port = Number(labels[dockerLabels.port] ?? 0);
  const binding = info.NetworkSettings.Ports?.[`${port}/tcp`]?.find((item) => item.HostPort !== "");
  return {
    id: info.Id,
    status: info.State.Status,
    exit_code: info.State.Status === "running" ? null : info.State.ExitCode,
    oom_killed: info.State.OOMKilled,
    error: info.State.Error,
    started_at: time(info.State.StartedAt),
    finished_at: time(info.State.FinishedAt),
    restarts: info.RestartCount,
    image: info.Config.Image,
    port,
    health_path: labels[dockerLabels.healthPath] ?? "/",
    memory_limit: limit(info.HostConfig.Memory),
    addresses: Object.values(info.NetworkSettings.Networks)
      .map((network) => network.IPAddress)
      .filter((address) => address !== ""),
    published: binding ? { address: binding.HostIp, port: Number(binding.HostPort) } : null,
  };
}

export function readVolume(info: VolumeInspectInfo): Manifest {
  return {
    kind: "Volume",
    name: info.Name,
    body: { driver: info.Driver, driver_opts: info.Options ?? {}, labels: info.Labels },
  };
}

export const nameOf = (info: { readonly Name: string }): string => info.Name.replace(/^\//, "");

/** Wanted to run: a container between two restarts is, one that was stopped or never started is not. */
const isUp = (status: string): boolean => status === "running" || status === "restarting" || status === "paused";

const words = (value: string | readonly string[] | undefined | null): readonly string[] =>
  value === undefined || value === null ? [] : typeof value === "string" ? [value] : value;

/** `NAME=value` by name; null: all of them are ours. */
export function ownVariables(list: readonly string[], owned: Owned | null): Readonly<Record<string, string>> {
  const pairs = list.map((item): readonly [string, string] => {
    const at = item.indexOf("=");
    return at === -1 ? [item, ""] : [item.slice(0, at), item.slice(at + 1)];
  });
  return Object.fromEntries(
    pairs.filter(([name]) => !owned || owned.env.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function readPorts(bindings: unknown): readonly PublishedPort[] {
  if (typeof bindings !== "object" || bindings === null) return [];
  return sortPorts(
    Object.entries(bindings).flatMap(([container, list]: [string, unknown]) =>
      (Array.isArray(list) ? list : []).map((item: { readonly HostIp?: string; readonly HostPort?: string }) => ({
        container,
        address: item.HostIp ?? "",
        host: Number(item.HostPort ?? 0),
      })),
    ),
  );
}

/** 0 and -1 both mean none. */
const limit = (value: number | undefined): number | null => (value === undefined || value <= 0 ? null : value);

const gpus = (requests: readonly { readonly Count?: number | undefined }[] | null | undefined): number | null =>
  requests?.[0]?.Count ?? null;

/** The engine writes the year 1 for "never". */
const time = (text: string): string | null => (text.startsWith("0001-") || text === "" ? null : text);
