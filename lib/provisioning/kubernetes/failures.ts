import { plain } from "@/lib/i18n/say";
import type { JsonObject } from "@/lib/shared/json";
import { cause, type Cause } from "@/lib/workspaces/cause";
import type { RuntimeEvent } from "../provider";
import { imageFailure } from "./image-failure";
import { conditionOf, containersOf, newestEvent, secondsBetween, stringAt, type ContainerState } from "./pod-state";

/** What the checks below look at. */
type FailureInput = {
  readonly pod: JsonObject;
  readonly events: readonly RuntimeEvent[];
  readonly port: number;
  readonly now: Date;
};

/** A new claim is unbound, and its pod unschedulable, for a moment even when all is well. */
const claimGraceSeconds = 5;
/** A server may need some time until it listens; before that a failing probe is no news. */
const probeGraceSeconds = 20;
/** A container that was restarted again must run this long before it counts as well: between two crashes it even is ready. */
const crashMemorySeconds = 20;
/** How long a new pod still tells that the one before it was evicted. */
const evictionMemorySeconds = 600;

type Check = (input: FailureInput) => Cause | null;

/** The first that applies is the cause: from the pod's outside (node, volumes) to its inside (process, probe). */
const checks: readonly Check[] = [nodeLost, unscheduled, containerFailure, mountFailure, evicted, probeFailing];

/** Why a pod that is not ready is not ready; null while nothing speaks against it. */
export function podFailure(input: FailureInput): Cause | null {
  for (const check of checks) {
    const found = check(input);
    if (found) return found;
  }
  return null;
}

const created = (pod: JsonObject): string | null => stringAt(pod, "metadata", "creationTimestamp");
const podName = (pod: JsonObject): string => `Pod/${stringAt(pod, "metadata", "name") ?? ""}`;
const line = (event: RuntimeEvent): string => `${event.reason}: ${event.message}`;

/** The node's controller takes back `Ready` without a reason while the containers still count as ready. */
function nodeLost({ pod }: FailureInput): Cause | null {
  const ready = conditionOf(pod, "Ready");
  const disrupted = conditionOf(pod, "DisruptionTarget");
  const node = stringAt(pod, "spec", "nodeName");
  if (node === null) return null;
  const containers = containersOf(pod);
  const silent =
    ready?.status === "False" && ready.reason === "" && containers.length > 0 && containers.every((c) => c.ready);
  const taint = disrupted?.status === "True" && disrupted.reason === "DeletionByTaintManager";
  const lost = stringAt(pod, "status", "reason") === "NodeLost";
  return silent || taint || lost
    ? cause("node-lost", { node }, [disrupted?.message || `Node ${node}: Ready is no longer reported`])
    : null;
}

function unscheduled({ pod, events, now }: FailureInput): Cause | null {
  const scheduled = conditionOf(pod, "PodScheduled");
  if (scheduled?.status !== "False" || scheduled.reason === "SchedulingGated") return null;
  const evidence = [`${scheduled.reason}: ${scheduled.message}`];
  if (!/persistentvolumeclaim/i.test(scheduled.message)) {
    return cause("unschedulable", { reason: schedulingReason(scheduled.message) }, evidence);
  }
  if (secondsBetween(created(pod), now) < claimGraceSeconds) return null;
  const provisioning = events
    .filter((event) => event.object.startsWith("PersistentVolumeClaim/") && event.type === "warning")
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
  const reason = provisioning?.message ?? schedulingReason(scheduled.message);
  return cause("volume-pending", { reason }, [...(provisioning ? [line(provisioning)] : []), ...evidence]);
}

/** `0/3 nodes are available: 3 Insufficient cpu. preemption: …`: what comes after the counts is about claims and preemption. */
const schedulingReason = (message: string): string =>
  (message.split(/\.?,? (?:preemption:|no new claims)/)[0] ?? message).replace(/\.\s*$/, "").trim();

function containerFailure(input: FailureInput): Cause | null {
  for (const container of containersOf(input.pod)) {
    const found = failureOf(container, input);
    if (found) return found;
  }
  return null;
}

function failureOf(container: ContainerState, { pod, events, port, now }: FailureInput): Cause | null {
  const { waiting, terminated, lastTerminated, name } = container;
  const pulls = events.filter((event) => event.message.startsWith("Failed to pull image"));
  const pull = newestEvent(pulls, podName(pod), ["Failed"], created(pod));
  const image = imageFailure(container, pull?.message ?? null);
  if (image) return image;
  if (waiting && (waiting.reason === "CreateContainerConfigError" || waiting.reason === "CreateContainerError")) {
    return cause("config-error", { reason: waiting.message || waiting.reason }, [
      `${name}: ${waiting.reason}: ${waiting.message}`,
    ]);
  }
  const ended = terminated ?? lastTerminated;
  const looping = waiting?.reason === "CrashLoopBackOff" || isFlapping(container, now);
  if (waiting?.reason === "RunContainerError" || (ended?.reason === "StartError" && (looping || terminated))) {
    return startFailure(container, ended?.message || waiting?.message || "");
  }
  if (!ended || (!looping && !terminated)) return null;
  const evidence = [
    `${name}: ${ended.reason}, exit code ${ended.exitCode ?? "unknown"}`,
    ...(ended.message === "" ? [] : [ended.message]),
  ];
  if (ended.reason === "OOMKilled") {
    return cause(
      "out-of-memory",
      { limit: stringAt(container.spec, "resources", "limits", "memory") ?? "the node" },
      evidence,
    );
  }
  if (!looping) return null;
  const killed = newestEvent(events, podName(pod), ["Killing"], created(pod));
  if (killed && /liveness|startup/i.test(killed.message)) {
    const deadly = events.filter((event) => /^(liveness|startup)/i.test(event.message));
    const probe = newestEvent(deadly, podName(pod), ["Unhealthy"], created(pod));
    return cause("probe-failing", { port: String(port), reason: probe?.message ?? killed.message }, [
      killed.message,
      ...evidence,
    ]);
  }
  return cause("crash-loop", { exit_code: String(ended.exitCode ?? "unknown") }, evidence);
}

function startFailure(container: ContainerState, message: string): Cause {
  const command = /exec: "([^"]*)"/.exec(message)?.[1] ?? stringAt(container.spec, "command", 0) ?? "of the image";
  const evidence = [`${container.name}: ${message}`];
  return /executable file not found|no such file or directory|permission denied|not a directory|exec format/i.test(
    message,
  )
    ? cause("command-not-found", { command, reason: lastPart(message) }, evidence)
    : cause("config-error", { reason: lastPart(message) }, evidence);
}

const lastPart = (message: string): string => message.split(": ").slice(-2).join(": ").slice(0, 300);

/** The pod itself says only ContainerCreating, for ever: the events are the one place with the cause. */
function mountFailure({ pod, events }: FailureInput): Cause | null {
  const isWaiting = containersOf(pod).some(
    (container) => container.waiting?.reason === "ContainerCreating" || container.waiting?.reason === "PodInitializing",
  );
  if (!isWaiting) return null;
  const event = newestEvent(events, podName(pod), ["FailedMount", "FailedAttachVolume"], created(pod));
  if (!event) return null;
  return /multi-attach|already (exclusively )?attached/i.test(event.message)
    ? cause("volume-busy", {}, [line(event)])
    : cause("mount-failed", { reason: event.message }, [line(event)]);
}

/** The StatefulSet replaces an evicted pod at once, so the news is mostly in the events of the one before. */
function evicted({ pod, events, now }: FailureInput): Cause | null {
  if (stringAt(pod, "status", "reason") === "Evicted") {
    const message = stringAt(pod, "status", "message") ?? "";
    return cause("evicted", { reason: message }, [`Evicted: ${message}`]);
  }
  const event = newestEvent(events, podName(pod), ["Evicted"], null);
  if (!event || secondsBetween(event.at, now) > evictionMemorySeconds) return null;
  return cause("evicted", { reason: event.message }, [line(event)]);
}

function probeFailing({ pod, events, port, now }: FailureInput): Cause | null {
  const silent = containersOf(pod).filter((container) => container.running !== null && !container.ready);
  const [first] = silent;
  if (!first?.running) return null;
  const started = first.running.startedAt;
  if (!wasReady(pod, started) && secondsBetween(started, now) < probeGraceSeconds) return null;
  const event = newestEvent(events, podName(pod), ["Unhealthy"], created(pod));
  const reason = event?.message ?? plain("reason/not-ready");
  return cause(
    "probe-failing",
    { port: String(port), reason },
    event ? [line(event)] : [`${first.name}: not ready since ${started}`],
  );
}

/** Between two crashes: restarted more than once, and back for a moment only. */
export const isFlapping = ({ restarts, running, lastTerminated }: ContainerState, now: Date): boolean =>
  restarts > 1 &&
  running !== null &&
  lastTerminated !== null &&
  secondsBetween(running.startedAt, now) < crashMemorySeconds;

/** `Ready` becomes False when the pod is made; a later change tells that it was True in between. */
export function wasReady(pod: JsonObject, startedAt: string | null): boolean {
  const ready = conditionOf(pod, "Ready");
  if (startedAt === null || ready?.status !== "False" || ready.lastTransitionTime === null) return false;
  return Date.parse(ready.lastTransitionTime) > Date.parse(startedAt);
}
