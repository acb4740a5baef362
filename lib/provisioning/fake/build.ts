import { isObject, type JsonObject } from "@/lib/shared/json";
import { cause } from "@/lib/workspaces/cause";
import type { Manifest } from "../manifest";
import type { KindRule } from "../plan";
import type { BuildContext, Observation, PhaseAndCause, PhaseInput } from "../provider";

/** Two kinds, as every backend has: one that runs and one that holds data. */
export function buildFake(resolved: JsonObject, context: BuildContext): readonly Manifest[] {
  const container = isObject(resolved.container_config) ? resolved.container_config : {};
  return [
    { kind: "Volume", name: context.names.data, body: { size: resolved.storage_request_size ?? "2Gi" } },
    {
      kind: "Workload",
      name: context.names.main,
      body: {
        image: container.image ?? "fake:1",
        port: typeof resolved.port === "number" ? resolved.port : 6789,
        environment: context.environment.map(({ name, value }) => ({ name, value: value ?? "" })),
        running: context.running,
        restarts: context.workspace.restarts,
      },
    },
  ];
}

export const fakeRules: Readonly<Record<string, KindRule>> = {
  Volume: {
    order: 0,
    owned: ["size"],
    effect: () => "live",
    onDelete: "data-loss",
    storage: true,
  },
  Workload: {
    order: 1,
    owned: ["image", "port", "environment", "running", "restarts"],
    effect: (path) => (path === "running" ? "live" : path === "port" ? "recreate" : "restart"),
    onDelete: "restart",
    state: ["running"],
    inDocument: (path, { body }) => {
      if (path === "image") return { path: ["container_config", "image"], value: body.image };
      const name = /^environment\[name=(.+?)\]/.exec(path)?.[1];
      if (name === undefined) return null;
      const items = Array.isArray(body.environment) ? body.environment.filter(isObject) : [];
      return { path: ["container_config", "env", name], value: items.find((item) => item.name === name) };
    },
    listKey: (path) => (path === "environment" ? "name" : undefined),
  },
};

/** What the fake's workload does at the moment; the body of the related `Pod` manifest. */
export type FakePod = {
  readonly status: "starting" | "ready" | "unready" | "crashed" | "ending";
  readonly restarts: number;
  readonly started: string;
};

export function fakePhase(observation: Observation, input: PhaseInput): PhaseAndCause {
  const workload = observation.manifests.find((manifest) => manifest.kind === "Workload");
  const pod = observation.related.find((manifest) => manifest.kind === "Pod")?.body;
  const base = {
    cause: null,
    ready: false,
    restarts: typeof pod?.restarts === "number" ? pod.restarts : 0,
    startedAt: typeof pod?.started === "string" ? pod.started : null,
    image: typeof workload?.body.image === "string" ? workload.body.image : null,
  };
  if (input.desired === "absent") return { ...base, phase: "deleting" };
  if (input.desired === "stopped") return { ...base, phase: pod ? "stopping" : "stopped" };
  if (!workload) return { ...base, phase: "creating" };
  if (pod?.status === "ready") return { ...base, phase: "running", ready: true };
  if (pod?.status === "crashed") return { ...base, phase: "failed", cause: cause("crash-loop", { exit_code: "1" }) };
  if (pod?.status === "unready") {
    return {
      ...base,
      phase: "unhealthy",
      cause: cause("probe-failing", { port: String(input.port), reason: "no answer" }),
    };
  }
  return { ...base, phase: "starting" };
}
