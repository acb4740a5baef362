import { getIn, type JsonObject } from "@/lib/shared/json";
import { cause, isPermanent, type Cause } from "@/lib/workspaces/cause";
import type { Phase } from "@/lib/workspaces/phase";
import type { Manifest } from "../manifest";
import type { Observation, PhaseAndCause, PhaseInput } from "../provider";
import { isFlapping, podFailure, wasReady } from "./failures";
import { isWorkload } from "./kinds";
import { mainContainerOfPod } from "./main-container";
import { conditionOf, containersOf, numberAt, podOf, secondsBetween, stringAt } from "./pod-state";
import { podRefusal } from "./refusal";

/** A pod that should have ended this long ago, beyond its grace time, sits on a node that does not answer. */
const overdueSeconds = 30;

type State = { readonly phase: Phase; readonly cause: Cause | null; readonly ready: boolean };

const state = (phase: Phase, because: Cause | null = null): State => ({
  phase,
  cause: because,
  ready: phase === "running",
});

/** Phase and cause from conditions, container states and events; pure. */
export function kubernetesPhase(observation: Observation, input: PhaseInput): PhaseAndCause {
  const pod = podOf(observation.related);
  return { ...stateOf(observation, pod, input), ...runOf(pod) };
}

function stateOf(observation: Observation, pod: JsonObject | null, input: PhaseInput): State {
  if (input.desired === "absent") return state("deleting", pod && overdue(pod, input.now));
  if (input.desired === "stopped") {
    return pod === null || isOver(pod) ? state("stopped") : state("stopping", overdue(pod, input.now));
  }
  const workload = observation.manifests.find((manifest) => isWorkload(manifest.kind));
  if (!workload) return state("creating");
  if (pod === null) {
    const refusal = getIn(workload.body, ["spec", "replicas"]) === 0 ? null : podRefusal(workload, observation.events);
    return refusal ? failing(refusal, false) : state("starting");
  }
  return podState(workload, pod, observation, input);
}

function podState(workload: Manifest, pod: JsonObject, observation: Observation, input: PhaseInput): State {
  if (stringAt(pod, "metadata", "deletionTimestamp") !== null) return state("starting", overdue(pod, input.now));
  if (isOutdated(workload, pod)) return state("starting");
  const mainContainer = mainContainerOfPod(pod);
  const main = containersOf(pod).find((container) => container.name === mainContainer);
  const ready = conditionOf(pod, "Ready")?.status === "True";
  if (ready && !(main && isFlapping(main, input.now))) return state("running");
  const failure = podFailure({ pod, events: observation.events, port: input.port, now: input.now });
  const ranBefore = wasReady(pod, main?.running?.startedAt ?? null) || (main?.restarts ?? 0) > 0;
  return failure ? failing(failure, ranBefore) : state(ranBefore ? "unhealthy" : "starting");
}

/** Waiting does not help against a permanent cause; else it is still on its way, or was ready and is not any more. */
function failing(because: Cause, ranBefore: boolean): State {
  if (because.code === "node-lost") return state("unknown", because);
  if (isPermanent(because.code)) return state("failed", because);
  return state(ranBefore ? "unhealthy" : "starting", because);
}

/** The pod is of an older template than the wanted one: the controller is about to replace it. */
function isOutdated({ kind, body }: Manifest, pod: JsonObject): boolean {
  const generation = numberAt(body, "metadata", "generation");
  const observed = numberAt(body, "status", "observedGeneration");
  if (getIn(body, ["spec", "replicas"]) === 0) return true;
  if (generation !== null && (observed === null || observed < generation)) return true;
  if (kind === "Deployment") return isSuperseded(body);
  const wanted = stringAt(body, "status", "updateRevision");
  const present = stringAt(pod, "metadata", "labels", "controller-revision-hash");
  return wanted !== null && present !== null && wanted !== present;
}

/** A Deployment's new pod runs beside the old one for a while: only when no pod of an older template is left is it the wanted one. */
const isSuperseded = (deployment: JsonObject): boolean =>
  (numberAt(deployment, "status", "replicas") ?? 0) > (numberAt(deployment, "status", "updatedReplicas") ?? 0);

const isOver = (pod: JsonObject): boolean => ["Succeeded", "Failed"].includes(stringAt(pod, "status", "phase") ?? "");

/** `deletionTimestamp` is when the grace time ends. */
function overdue(pod: JsonObject, now: Date): Cause | null {
  const due = stringAt(pod, "metadata", "deletionTimestamp");
  const node = stringAt(pod, "spec", "nodeName");
  if (due === null || node === null || secondsBetween(due, now) < overdueSeconds) return null;
  return cause("node-lost", { node }, [`The pod should have ended at ${due}`]);
}

function runOf(pod: JsonObject | null): Pick<PhaseAndCause, "restarts" | "startedAt" | "image"> {
  const mainContainer = mainContainerOfPod(pod);
  const main = pod ? containersOf(pod).find((container) => container.name === mainContainer) : undefined;
  const specs = pod ? getIn(pod, ["spec", "containers"]) : undefined;
  const spec = Array.isArray(specs)
    ? specs.find((item: unknown) => stringAt(item, "name") === mainContainer)
    : undefined;
  return { restarts: main?.restarts ?? 0, startedAt: main?.running?.startedAt ?? null, image: stringAt(spec, "image") };
}
