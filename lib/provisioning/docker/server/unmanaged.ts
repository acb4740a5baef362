import type { ContainerInfo, ContainerInspectInfo } from "dockerode";
import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { FoundWorkload } from "../../adoption";
import type { Manifest } from "../../manifest";
import { portOf, readForeign, workspaceIdOf } from "../adopt/foreign";
import { containerSpec, type ContainerSpec } from "../container-spec";
import { nameOf, readVolume } from "../inspect";
import type { Engine } from "./engine";
import { imageDefaults, present } from "./look";

/** Containers of an engine that no swarm made, with the volume that becomes their workspace's storage. */
export async function findUnmanaged(engine: Engine, signal: AbortSignal): Promise<readonly FoundWorkload[]> {
  const all = await engine.call(
    "engine/no-containers",
    (abortSignal) => engine.docker.listContainers({ all: true, abortSignal }),
    signal,
  );
  const own = all.filter(({ Labels: labels }) => labels["com.docker.swarm.task"] === undefined);
  const found = await Promise.all(own.map((container) => describe(engine, container, own, signal)));
  return found.filter((workload) => workload !== null);
}

async function describe(
  engine: Engine,
  listed: ContainerInfo,
  all: readonly ContainerInfo[],
  signal: AbortSignal,
): Promise<FoundWorkload | null> {
  const info = await present(
    (abortSignal) => engine.docker.getContainer(listed.Id).inspect({ abortSignal }),
    engine,
    signal,
  );
  if (!info) return null;
  const container = readForeign(info, await imageDefaults(engine, info.Image, signal), null);
  const spec = containerSpec(container.body);
  const volume = ownVolume(
    spec,
    all.filter(({ Id: id }) => id !== listed.Id),
  );
  const seen =
    volume === null
      ? null
      : await present((abortSignal) => engine.docker.getVolume(volume).inspect({ abortSignal }), engine, signal);
  const { Status: status } = info.State;
  const body = { ...container.body, port: portOf(info) };
  const objects: readonly Manifest[] = [{ ...container, body }, ...(seen ? [readVolume(seen)] : [])];
  return {
    kind: "Container",
    namespace: null,
    name: nameOf(info),
    uid: info.Id,
    image: spec.image,
    mounts: spec.mounts.map(({ source, target }) => ({ path: target, source })),
    running: spec.running,
    ready: status === "running",
    since: info.Created,
    mage: false,
    workspaceId: workspaceIdOf(info),
    obstacle: obstacleOf(info),
    remarks: remarksOf(info),
    objects,
  };
}

/** The one with the home folder, else the first; of those that no other container has. */
function ownVolume({ mounts }: ContainerSpec, others: readonly ContainerInfo[]): string | null {
  const volumes = mounts.filter(({ type }) => type === "volume");
  const main = volumes.find(({ target }) => target === "/home/src") ?? volumes[0];
  const shared = others.some(({ Mounts: list }) => list.some((mount) => mount.Name === main?.source));
  return main && !shared ? main.source : null;
}

type Host = ContainerInspectInfo["HostConfig"];
type Setting = readonly [name: string, isSet: (host: Host) => boolean];

const listed = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
const named = (value: unknown): boolean => typeof value === "object" && value !== null && Object.keys(value).length > 0;
const isHost = (mode: unknown): boolean =>
  typeof mode === "string" && (mode === "host" || mode.startsWith("container:"));

/** What no workspace may have: Berth's documents have no word for it, or none that is allowed. */
const forbidden: readonly Setting[] = [
  ["privileged", (host) => host.Privileged === true],
  ["cap_add", (host) => listed(host.CapAdd)],
  ["devices", (host) => listed(host.Devices)],
  ["network_mode", (host) => isHost(host.NetworkMode)],
  ["pid_mode", (host) => isHost(host.PidMode)],
  ["ipc_mode", (host) => isHost(host.IpcMode)],
  ["security_opt", (host) => listed(host.SecurityOpt)],
  ["volumes_from", (host) => listed(host.VolumesFrom)],
];

/** What another container in its place would not have. */
const lost: readonly Setting[] = [
  ["restart", ({ RestartPolicy: policy }) => policy !== undefined && policy.Name === "always"],
  ["tmpfs", (host) => named(host.Tmpfs)],
  ["extra_hosts", (host) => listed(host.ExtraHosts)],
  ["dns", (host) => listed(host.Dns)],
  ["ulimits", (host) => listed(host.Ulimits)],
  ["sysctls", (host) => named(host.Sysctls)],
  ["links", (host) => listed(host.Links)],
];

const among = (settings: readonly Setting[], host: Host): readonly string[] =>
  settings.flatMap(([name, isSet]) => (isSet(host) ? [name] : []));

function obstacleOf(info: ContainerInspectInfo): Sayable | null {
  const { HostConfig: host } = info;
  if (workspaceIdOf(info) !== null) return say("adopt/other-berth");
  if (host.AutoRemove === true) return say("adopt/removed-at-end");
  const names = among(forbidden, host);
  return names.length > 0 ? say("adopt/host-settings", { names: names.join(", ") }) : null;
}

function remarksOf({ Config: config, HostConfig: host }: ContainerInspectInfo): readonly Sayable[] {
  const names = [...among(lost, host), ...(config.Healthcheck ? ["healthcheck"] : []), ...(config.Tty ? ["tty"] : [])];
  const compose = config.Labels["com.docker.compose.project"] !== undefined;
  return [
    ...(compose ? [say("adopt/other-tool", { tool: "Docker Compose" })] : []),
    ...(names.length > 0 ? [say("adopt/settings-lost", { names: names.join(", ") })] : []),
  ];
}
