import type { ContainerInspectInfo } from "dockerode";
import { equalJson, type Json } from "@/lib/shared/json";
import { readState, type ContainerState } from "../inspect";
import { dockerLabels, swarmNetwork } from "../labels";
import type { NodeAnswer, ServiceAnswer, TaskAnswer } from "./answers";

/** How a task ended that should have gone on. */
export type TaskEnd = {
  /** Swarm's words, "" for none. */
  readonly error: string;
  /** Null: it never ran. */
  readonly exit_code: number | null;
  readonly oom_killed: boolean;
};

/** Where a workspace stands in a swarm, body of the related `TaskState`: its newest task, and that task's container where it can be seen. */
export type TaskState = ContainerState & {
  /** Swarm's word for where the newest task stands: `pending`, `preparing`, `running`, … Null: there is none. */
  readonly task: string | null;
  /** Why it does not get on, in Swarm's words; "" for none. */
  readonly task_error: string;
  /** Name of the task's node; null while it has none. */
  readonly node: string | null;
  /** On the node that Berth speaks to: only there are terminals, figures and the container's own state. */
  readonly here: boolean;
  readonly node_down: boolean;
  /** Ends of tasks of the present configuration, newest first; Swarm remembers five tasks. */
  readonly ends: readonly TaskEnd[];
  /** What it asks of a node: constraints, and reserved amounts as people write them. Told when no node is suitable. */
  readonly asks: { readonly constraints: readonly string[]; readonly nano_cpus: number; readonly memory: number };
  /** The largest node's. */
  readonly offers: { readonly nano_cpus: number; readonly memory: number } | null;
  readonly host_ports: readonly number[];
};

export type Seen = {
  readonly service: ServiceAnswer | null;
  /** Of the service. */
  readonly tasks: readonly TaskAnswer[];
  /** Containers of the workspace on this node, the newest first. */
  readonly containers: readonly ContainerInspectInfo[];
  readonly nodes: readonly NodeAnswer[];
  /** Id of the node that was asked. */
  readonly here: string;
};

/** Null: nothing of it runs, and nothing is on its way. */
export function taskState({ service, tasks, containers, nodes, here }: Seen): TaskState | null {
  const present = tasks.filter((task) => service && isOfVersion(task, service) && task.DesiredState !== "remove");
  // What is left of a configuration before says nothing of one that is wanted and not begun yet; of a service that ends it is all there is.
  const wanted = (service?.Spec.Mode?.Replicated?.Replicas ?? 0) > 0;
  const newest = newestFirst(wanted || present.length > 0 ? present : tasks.filter(isOnItsWay))[0];
  const left = wanted ? undefined : containers.find((info) => info.State.Running);
  const container = newest ? containerOf(newest, containers) : left;
  if (!newest && !container && !wanted) return null;
  const node = nodes.find(({ ID }) => ID === newest?.NodeID);
  const known = container ? readState(container) : null;
  const template = service?.Spec.TaskTemplate;
  const reserved = template?.Resources?.Reservations;
  return {
    ...(known ?? fromTask(service, newest)),
    addresses: container ? bridgeAddresses(container) : [],
    ...(newest?.NodeID !== undefined && newest.NodeID !== here ? elsewhere(service, newest, node) : {}),
    error: "",
    task: newest?.Status.State ?? null,
    task_error: newest?.Status.Err ?? "",
    node: node?.Description.Hostname ?? null,
    here: newest?.NodeID === undefined || newest.NodeID === here,
    node_down: node?.Status.State === "down",
    restarts: ended(present).length,
    ends: newestFirst(ended(present)).map((task) => endOf(task, containers)),
    asks: {
      constraints: template?.Placement?.Constraints ?? [],
      nano_cpus: reserved?.NanoCPUs ?? 0,
      memory: reserved?.MemoryBytes ?? 0,
    },
    offers: largest(nodes),
    host_ports: (service?.Spec.EndpointSpec?.Ports ?? []).flatMap(({ PublishedPort: port }) => (port ? [port] : [])),
  };
}

const newestFirst = (tasks: readonly TaskAnswer[]): readonly TaskAnswer[] =>
  [...tasks].sort((a, b) => (a.CreatedAt < b.CreatedAt ? 1 : -1));

const ended = (tasks: readonly TaskAnswer[]): readonly TaskAnswer[] =>
  tasks.filter(({ Status }) => ["failed", "rejected", "complete"].includes(Status.State));

const isOnItsWay = ({ Status, DesiredState }: TaskAnswer): boolean =>
  !["failed", "rejected", "complete", "shutdown", "orphaned", "remove"].includes(Status.State) &&
  DesiredState !== "remove";

/** A task keeps the configuration that it was made from; what counts for one of the time before an update does not count for the present one. */
function isOfVersion(task: TaskAnswer, service: ServiceAnswer): boolean {
  const parts = ({ ContainerSpec, Resources, Placement, ForceUpdate }: ServiceAnswer["Spec"]["TaskTemplate"]): Json =>
    JSON.parse(JSON.stringify([ContainerSpec ?? null, Resources ?? null, Placement ?? null, ForceUpdate ?? 0]));
  return equalJson(parts(task.Spec), parts(service.Spec.TaskTemplate));
}

const containerOf = (task: TaskAnswer, containers: readonly ContainerInspectInfo[]): ContainerInspectInfo | undefined =>
  containers.find(
    ({ Id, Config }) =>
      Id === task.Status.ContainerStatus?.ContainerID || Config.Labels["com.docker.swarm.task.id"] === task.ID,
  );

/** Only the bridge: from outside of an overlay its addresses lead nowhere, or to a stranger who has the same one. */
function bridgeAddresses({ NetworkSettings }: ContainerInspectInfo): readonly string[] {
  const address = NetworkSettings.Networks[swarmNetwork]?.IPAddress;
  return address ? [address] : [];
}

function fromTask(service: ServiceAnswer | null, task: TaskAnswer | undefined): ContainerState {
  const labels = service?.Spec.Labels ?? {};
  const memory = service?.Spec.TaskTemplate.Resources?.Limits?.MemoryBytes;
  return {
    id: task?.ID ?? "",
    status: "created",
    exit_code: null,
    oom_killed: false,
    error: "",
    started_at: null,
    finished_at: null,
    restarts: 0,
    image: task?.Spec.ContainerSpec?.Image ?? "",
    port: Number(labels[dockerLabels.port] ?? 0),
    health_path: labels[dockerLabels.healthPath] ?? "/",
    memory_limit: memory ?? null,
    addresses: [],
    published: null,
  };
}

/** On another node only Swarm's word tells, and only a published port leads there. */
function elsewhere(service: ServiceAnswer | null, task: TaskAnswer, node: NodeAnswer | undefined) {
  const running = task.Status.State === "running";
  const port = Number(service?.Spec.Labels?.[dockerLabels.port] ?? 0);
  const published = task.Status.PortStatus?.Ports?.find(({ TargetPort }) => TargetPort === port)?.PublishedPort;
  return {
    status: running ? "running" : "created",
    started_at: running ? task.Status.Timestamp : null,
    published: published && node?.Status.Addr ? { address: node.Status.Addr, port: published } : null,
  };
}

function endOf(task: TaskAnswer, containers: readonly ContainerInspectInfo[]): TaskEnd {
  const { Err = "", ContainerStatus, State } = task.Status;
  const ran = State !== "rejected" && !/^starting container failed/.test(Err);
  return {
    error: Err,
    exit_code: ran ? (ContainerStatus?.ExitCode ?? 0) : null,
    oom_killed: containerOf(task, containers)?.State.OOMKilled ?? false,
  };
}

function largest(nodes: readonly NodeAnswer[]): TaskState["offers"] {
  if (nodes.length === 0) return null;
  const most = (read: (node: NodeAnswer) => number | undefined) => Math.max(...nodes.map((node) => read(node) ?? 0));
  return {
    nano_cpus: most(({ Description }) => Description.Resources.NanoCPUs),
    memory: most(({ Description }) => Description.Resources.MemoryBytes),
  };
}
