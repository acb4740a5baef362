import { plain } from "@/lib/i18n/say";
import { isObject, type JsonObject } from "@/lib/shared/json";
import { cause, causeTable, type Cause } from "@/lib/workspaces/cause";
import type { Observation, PhaseAndCause, PhaseInput } from "../provider";
import { causeOfMessage } from "./causes";
import type { ContainerState } from "./inspect";
import {
  crashLoopAfter,
  ended,
  judgeRunning,
  outOfMemory,
  type Facts,
  type Judgement,
  type Readiness,
} from "./judge-running";
import { isReplacement } from "./labels";
import { judgeTask } from "./swarm/judge-task";
import type { TaskState } from "./swarm/task-state";

/** Phase and cause of a Docker workspace (product, section 4). */
export function dockerPhase(observation: Observation, input: PhaseInput): PhaseAndCause {
  const task = find(observation, "TaskState", isTaskState);
  const state = task ?? find(observation, "ContainerState", isState);
  const readiness = find(observation, "Readiness", isReadiness) ?? { ready: false, was_ready: false, reason: null };
  const refusal = find(observation, "Refusal", isCause);
  const lines = find(observation, "LastLines", isLines)?.lines ?? [];
  const [phase, why] = judge({ state, readiness, refusal, lines, input }, task);
  return {
    phase,
    cause: why,
    ready: phase === "running",
    restarts: state?.restarts ?? 0,
    startedAt: state?.status === "running" ? state.started_at : null,
    image: state?.image ?? null,
  };
}

function judge(facts: Facts, task: TaskState | null): Judgement {
  const { state, refusal, input } = facts;
  if (input.desired === "absent") return ["deleting", null];
  const up = state !== null && ["running", "restarting", "paused", "removing"].includes(state.status);
  if (input.desired === "stopped") return [up ? "stopping" : "stopped", null];
  if (refusal && state?.status !== "running") return ["failed", refusal];
  if (task) return judgeTask(task, facts);
  if (!state) return ["creating", null];
  switch (state.status) {
    case "running":
      return judgeRunning(state, facts);
    case "restarting":
      return state.restarts >= crashLoopAfter ? ["failed", ended(state, facts)] : ["starting", null];
    case "paused":
      return ["unhealthy", cause("probe-failing", { port: String(state.port), reason: plain("reason/paused") })];
    case "created":
      return state.error === "" ? ["creating", null] : ["failed", startFailure(state)];
    default:
      return state.error === "" ? judgeStopped(state, facts) : ["failed", startFailure(state)];
  }
}

/**
 * The engine restarts what ends by itself, so a container at rest was stopped: by Berth, and a start is on its way, or by somebody on the
 * engine. Neither is a failure of the workspace; memory is the exception, since it tells why.
 */
function judgeStopped(state: ContainerState, facts: Facts): Judgement {
  return ["stopped", state.oom_killed ? outOfMemory(state, facts) : null];
}

const startFailure = (state: ContainerState): Cause =>
  causeOfMessage(state.error, { image: state.image, name: "" }) ??
  cause("rejected", { reason: state.error }, [state.error]);

function find<T>(observation: Observation, kind: string, is: (body: JsonObject) => body is T & JsonObject): T | null {
  const found = observation.related.find((manifest) => manifest.kind === kind && !isReplacement(manifest.name));
  return found && is(found.body) ? found.body : null;
}

const isState = (body: JsonObject): body is ContainerState & JsonObject =>
  typeof body.status === "string" && typeof body.error === "string";
const isTaskState = (body: JsonObject): body is TaskState & JsonObject => isState(body) && Array.isArray(body.ends);
const isReadiness = (body: JsonObject): body is Readiness & JsonObject => typeof body.ready === "boolean";
const isCause = (body: JsonObject): body is Cause & JsonObject =>
  typeof body.code === "string" && Object.hasOwn(causeTable, body.code) && isObject(body.params);
const isLines = (body: JsonObject): body is { readonly lines: readonly string[] } & JsonObject =>
  Array.isArray(body.lines);
