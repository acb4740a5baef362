import type { Manifest } from "../manifest";
import { withAssumedLabels } from "./adopt/foreign";
import type { DocumentChange, Effect, KindRule } from "../plan";
import { containerSpec } from "./container-spec";
import type { EngineTotals } from "./inspect";
import { isObject } from "@/lib/shared/json";

/** An engine changes limits and the state of a running container; everything else of it is fixed when it is made. */
const containerEffect = (path: string): Effect =>
  path === "running" || path.startsWith("resources") ? "live" : "recreate";

const containerFields: readonly string[] = [
  "image",
  "entrypoint",
  "command",
  "user",
  "working_dir",
  "env",
  "secret_env",
  "mounts",
  "networks",
  "ports",
  "labels",
  "resources",
  "shm_size",
  "gpus",
  "running",
];

export const dockerRules: Readonly<Record<string, KindRule>> = {
  Volume: {
    order: 0,
    owned: ["driver", "driver_opts"],
    effect: () => "data-loss",
    onDelete: "data-loss",
    storage: true,
  },
  Container: {
    order: 1,
    owned: containerFields,
    effect: containerEffect,
    onDelete: "recreate",
    state: ["running"],
    inDocument: limitInDocument,
    project: projectContainer,
    listKey: mountKey,
  },
  // Swarm: a secret never changes; other values are another secret, which the service then names.
  Secret: { order: 0, owned: ["labels"], effect: () => "restart", onDelete: "none" },
  // Swarm makes a new task for whatever changes, limits included; the old one ends first.
  Service: {
    order: 1,
    owned: [...containerFields, "constraints", "secret", "restarts", "cpu_reservation"],
    effect: (path) => (path === "running" ? "live" : "restart"),
    onDelete: "recreate",
    state: ["running"],
    inDocument: limitInDocument,
    listKey: mountKey,
  },
};

export function mountKey(path: string): string | undefined {
  return path === "mounts" ? "target" : undefined;
}

/** What an engine lets people change in a container that exists: its limits. Everything else makes another container. */
function limitInDocument(path: string, live: Manifest): DocumentChange | null {
  const { nano_cpus, memory } = containerSpec(live.body).resources;
  const limits = ["container_config", "resources", "limits"];
  if (path === "resources.nano_cpus")
    return { path: [...limits, "cpu"], value: nano_cpus === null ? undefined : String(nano_cpus / 1e9) };
  if (path === "resources.memory")
    return { path: [...limits, "memory"], value: memory === null ? undefined : bytes(memory) };
  return null;
}

export const bytes = (amount: number): string => (amount % 2 ** 20 === 0 ? `${amount / 2 ** 20}Mi` : String(amount));

/**
 * An engine cannot take a limit away from a container (0 means "as it is"), so "no limit" is applied as all that the machine has. Reading
 * it back, such a limit is none, unless exactly that is wanted.
 */
export function projectContainer(live: Manifest, desired: Manifest): Manifest {
  // What Berth did not make has no labels of Berth's; that alone is no reason to make another.
  const shown = live.body.foreign === true ? withAssumedLabels(live, desired, live.body.probe) : live;
  const totals = live.body.engine;
  if (!isTotals(totals)) return shown;
  const { resources } = containerSpec(live.body);
  const wanted = containerSpec(desired.body).resources;
  const lift = (value: number | null, total: number, target: number | null) =>
    target === null && value !== null && value >= total ? null : value;
  return {
    ...shown,
    body: {
      ...shown.body,
      resources: {
        ...resources,
        nano_cpus: lift(resources.nano_cpus, totals.cpus * 1e9, wanted.nano_cpus),
        memory: lift(resources.memory, totals.memory, wanted.memory),
      },
    },
  };
}

const isTotals = (value: unknown): value is EngineTotals =>
  isObject(value) && typeof value.cpus === "number" && typeof value.memory === "number";
