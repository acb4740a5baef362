import type { ContainerCreateOptions } from "dockerode";
import { ownedOf, type ContainerSpec, type Limits } from "./container-spec";
import { dockerLabels } from "./labels";
import type { EngineTotals } from "./inspect";

/** Seconds between SIGTERM and SIGKILL. */
export const stopGraceSeconds = 10;

/**
 * The engine's request for a container. `unless-stopped`: what should run comes back after the engine's own restart and after a crash,
 * with the engine's growing pauses; what was stopped stays so. A second network is joined afterwards: before API 1.44 only one can be given.
 */
export function createRequest(name: string, spec: ContainerSpec): ContainerCreateOptions {
  const [network = "bridge"] = spec.networks;
  return {
    name,
    Image: spec.image,
    ...(spec.entrypoint ? { Entrypoint: [...spec.entrypoint] } : {}),
    ...(spec.command ? { Cmd: [...spec.command] } : {}),
    ...(spec.user === null ? {} : { User: spec.user }),
    ...(spec.working_dir === null ? {} : { WorkingDir: spec.working_dir }),
    Env: Object.entries(spec.env).map(([key, value]) => `${key}=${value}`),
    Labels: { ...spec.labels, [dockerLabels.owned]: JSON.stringify(ownedOf(spec)) },
    ExposedPorts: Object.fromEntries(spec.ports.map((port) => [port.container, {}])),
    StopTimeout: stopGraceSeconds,
    HostConfig: {
      Init: true,
      NetworkMode: network,
      RestartPolicy: { Name: "unless-stopped", MaximumRetryCount: 0 },
      SecurityOpt: ["no-new-privileges"],
      Mounts: spec.mounts.map((mount) => ({
        Type: mount.type,
        Source: mount.source,
        Target: mount.target,
        ReadOnly: mount.read_only,
      })),
      PortBindings: portBindings(spec),
      ...(spec.resources.nano_cpus === null ? {} : { NanoCpus: spec.resources.nano_cpus }),
      // Swap would make the limit twice as large as what was asked for.
      ...(spec.resources.memory === null ? {} : { Memory: spec.resources.memory, MemorySwap: spec.resources.memory }),
      ...(spec.resources.memory_reservation === null ? {} : { MemoryReservation: spec.resources.memory_reservation }),
      ...(spec.shm_size === null ? {} : { ShmSize: spec.shm_size }),
      ...(spec.gpus === null
        ? {}
        : { DeviceRequests: [{ Driver: "", Count: spec.gpus, DeviceIDs: [], Capabilities: [["gpu"]], Options: {} }] }),
    },
  };
}

/** The engine's request for new limits. It reads 0 as "as it is", so no limit is asked for as all that its machine has. */
export function updateRequest(limits: Limits, totals: EngineTotals): Record<string, number> {
  const memory = limits.memory ?? totals.memory;
  return {
    NanoCpus: limits.nano_cpus ?? totals.cpus * 1e9,
    Memory: memory,
    MemorySwap: memory,
    MemoryReservation: limits.memory_reservation ?? -1,
  };
}

function portBindings(spec: ContainerSpec): Record<string, { HostIp: string; HostPort: string }[]> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of spec.ports) {
    const item = { HostIp: port.address, HostPort: port.host === 0 ? "" : String(port.host) };
    bindings[port.container] = [...(bindings[port.container] ?? []), item];
  }
  return bindings;
}
