import type { JsonObject } from "@/lib/shared/json";
import { ownedOf } from "../container-spec";
import { stopGraceSeconds } from "../engine-request";
import { dockerLabels } from "../labels";
import { launched, secretFile } from "./secret-file";
import type { ServiceSpec } from "./service-spec";

const second = 1e9;
/** Pause before a task that ended is made anew; Swarm has no growing one. */
export const restartDelaySeconds = 5;

/** What only the engine knows: the id of the secret, and the image's own command when the launcher must name it. */
export type Known = {
  readonly secretId: string | null;
  readonly image: { readonly entrypoint: readonly string[]; readonly command: readonly string[] };
};

/**
 * Swarm's request for a service, the same to make and to change it. `stop-first`: two tasks must not write to one volume. `dnsrr`: no virtual
 * address, which would need IPVS in the kernel.
 */
export function serviceRequest(name: string, spec: ServiceSpec, known: Known): JsonObject {
  return {
    Name: name,
    Labels: { ...spec.labels, [dockerLabels.owned]: JSON.stringify(ownedOf(spec)) },
    TaskTemplate: {
      ContainerSpec: {
        Image: spec.image,
        Labels: spec.labels,
        ...commandOf(spec, known),
        ...(spec.user === null ? {} : { User: spec.user }),
        ...(spec.working_dir === null ? {} : { Dir: spec.working_dir }),
        Env: Object.entries(spec.env).map(([key, value]) => `${key}=${value}`),
        Init: true,
        StopGracePeriod: stopGraceSeconds * second,
        // Engines before API 1.44 leave it out; the health page says so.
        Privileges: { NoNewPrivileges: true },
        Mounts: mountsOf(spec),
        ...(spec.secret === null || known.secretId === null
          ? {}
          : {
              Secrets: [
                {
                  SecretID: known.secretId,
                  SecretName: spec.secret,
                  File: { Name: secretFile, UID: "0", GID: "0", Mode: 0o444 },
                },
              ],
            }),
      },
      Resources: {
        Limits: present({ NanoCPUs: spec.resources.nano_cpus, MemoryBytes: spec.resources.memory }),
        Reservations: {
          ...present({ NanoCPUs: spec.cpu_reservation, MemoryBytes: spec.resources.memory_reservation }),
          ...(spec.gpus === null
            ? {}
            : { GenericResources: [{ DiscreteResourceSpec: { Kind: "NVIDIA-GPU", Value: spec.gpus } }] }),
        },
      },
      RestartPolicy: { Condition: "any", Delay: restartDelaySeconds * second, MaxAttempts: 0 },
      Placement: { Constraints: [...spec.constraints] },
      Networks: spec.networks.map((Target) => ({ Target })),
      ForceUpdate: spec.restarts,
    },
    Mode: { Replicated: { Replicas: spec.running ? 1 : 0 } },
    UpdateConfig: { Parallelism: 1, Order: "stop-first", FailureAction: "continue" },
    EndpointSpec: { Mode: "dnsrr", Ports: portsOf(spec) },
  };
}

/** `Command` is the image's entrypoint, `Args` its command. Behind the launcher both must be named. */
function commandOf(spec: ServiceSpec, { image }: Known): { Command?: string[]; Args?: string[] } {
  const { entrypoint, command } = spec;
  if (spec.secret === null)
    return { ...(entrypoint ? { Command: [...entrypoint] } : {}), ...(command ? { Args: [...command] } : {}) };
  return {
    Command: [...launched(entrypoint ?? image.entrypoint)],
    Args: [...(command ?? (entrypoint ? [] : image.command))],
  };
}

function mountsOf(spec: ServiceSpec): readonly JsonObject[] {
  const mounts = spec.mounts.map((mount) => ({
    Type: mount.type,
    Source: mount.source,
    Target: mount.target,
    ReadOnly: mount.read_only,
  }));
  // A service has no size of shared memory, but a file system in memory at its place does the same.
  return spec.shm_size === null
    ? mounts
    : [...mounts, { Type: "tmpfs", Target: sharedMemory, TmpfsOptions: { SizeBytes: spec.shm_size } }];
}

export const sharedMemory = "/dev/shm";

function portsOf(spec: ServiceSpec): readonly JsonObject[] {
  return spec.ports.map((port) => {
    const [target, protocol] = port.container.split("/");
    return {
      Protocol: protocol === "udp" ? "udp" : "tcp",
      TargetPort: Number(target),
      ...(port.host === 0 ? {} : { PublishedPort: port.host }),
      PublishMode: "host",
    };
  });
}

const present = (values: Readonly<Record<string, number | null>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
