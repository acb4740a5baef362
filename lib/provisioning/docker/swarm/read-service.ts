import { isObject } from "@/lib/shared/json";
import type { Manifest } from "../../manifest";
import { sortPorts } from "../build/ports";
import { parseOwned, type Mount, type PublishedPort } from "../container-spec";
import { ownVariables } from "../inspect";
import { dockerLabels } from "../labels";
import type { ServiceAnswer, TaskTemplate } from "./answers";
import { behindLauncher } from "./secret-file";
import { sharedMemory } from "./service-request";
import type { ServiceSpec } from "./service-spec";

type Container = NonNullable<TaskTemplate["ContainerSpec"]>;

/** Swarm's answer about a service of ours in the form that is compared with what is wanted. `networkName`: it names networks by their id. */
export function readService(service: ServiceAnswer, networkName: (id: string) => string): Manifest {
  const { Spec } = service;
  const { TaskTemplate } = Spec;
  const container = TaskTemplate.ContainerSpec ?? {};
  const owned = parseOwned(Spec.Labels?.[dockerLabels.owned]);
  const resources = TaskTemplate.Resources;
  const spec: ServiceSpec = {
    image: container.Image ?? "",
    ...commandOf(container, owned.fields),
    user: container.User ?? null,
    working_dir: container.Dir ?? null,
    env: ownVariables(container.Env ?? [], null),
    secret_env: owned.secret_env,
    mounts: mountsOf(container),
    networks: (TaskTemplate.Networks ?? []).map(({ Target = "" }) => networkName(Target)).sort(),
    ports: portsOf(service),
    labels: Object.fromEntries(Object.entries(Spec.Labels ?? {}).filter(([key]) => owned.labels.includes(key))),
    resources: {
      nano_cpus: resources?.Limits?.NanoCPUs ?? null,
      memory: resources?.Limits?.MemoryBytes ?? null,
      memory_reservation: resources?.Reservations?.MemoryBytes ?? null,
    },
    cpu_reservation: resources?.Reservations?.NanoCPUs ?? null,
    shm_size: container.Mounts?.find(isSharedMemory)?.TmpfsOptions?.SizeBytes ?? null,
    gpus: resources?.Reservations?.GenericResources?.[0]?.DiscreteResourceSpec?.Value ?? null,
    constraints: [...(TaskTemplate.Placement?.Constraints ?? [])].sort(),
    secret: container.Secrets?.[0]?.SecretName ?? null,
    restarts: TaskTemplate.ForceUpdate ?? 0,
    running: (Spec.Mode?.Replicated?.Replicas ?? 0) > 0,
  };
  return { kind: "Service", name: Spec.Name, body: { ...spec } };
}

/** Behind the launcher stand the image's own words too: only what the document set is ours. */
function commandOf(container: Container, fields: readonly string[]): Pick<ServiceSpec, "entrypoint" | "command"> {
  const launched = behindLauncher(container.Command ?? []);
  const [entrypoint, command] = [launched ?? container.Command ?? null, container.Args ?? null];
  if (!launched) return { entrypoint, command };
  return {
    entrypoint: fields.includes("entrypoint") ? entrypoint : null,
    command: fields.includes("command") ? command : null,
  };
}

type MountAnswer = NonNullable<Container["Mounts"]>[number];

const isSharedMemory = ({ Type, Target }: MountAnswer): boolean => Type === "tmpfs" && Target === sharedMemory;

const mountsOf = ({ Mounts = [] }: Container): readonly Mount[] =>
  Mounts.filter((mount) => !isSharedMemory(mount))
    .map((mount) => ({
      type: mount.Type === "bind" ? ("bind" as const) : ("volume" as const),
      source: mount.Source,
      target: mount.Target,
      read_only: mount.ReadOnly ?? false,
    }))
    .sort((a, b) => (a.target < b.target ? -1 : 1));

const portsOf = ({ Spec }: ServiceAnswer): readonly PublishedPort[] =>
  sortPorts(
    (Spec.EndpointSpec?.Ports ?? []).map(({ TargetPort = 0, PublishedPort = 0, Protocol = "tcp" }) => ({
      container: `${TargetPort}/${Protocol}`,
      address: "0.0.0.0",
      host: PublishedPort,
    })),
  );

/** A secret never tells its content; its name has a digest of it. */
export function readSecret(secret: unknown): { readonly id: string; readonly manifest: Manifest } | null {
  if (!isObject(secret) || typeof secret.ID !== "string" || !isObject(secret.Spec)) return null;
  const { Name, Labels } = secret.Spec;
  if (typeof Name !== "string") return null;
  return { id: secret.ID, manifest: { kind: "Secret", name: Name, body: { labels: isObject(Labels) ? Labels : {} } } };
}
