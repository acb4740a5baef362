import { plain } from "@/lib/i18n/say";
import { isObject, type JsonObject } from "@/lib/shared/json";
import { formatQuantity } from "@/lib/shared/quantity";
import { cause, causeTable, type Cause } from "@/lib/workspaces/cause";
import type { Phase } from "@/lib/workspaces/phase";
import type { Observation, PhaseAndCause, PhaseInput } from "../provider";
import { causeOfMessage } from "./causes";
import type { ContainerState } from "./inspect";
import { isReplacement } from "./labels";

/** Restarts by the engine after which it is called a crash loop. */
const crashLoopAfter = 2;
/** A container that was in a crash loop and now runs for so long is given the benefit of the doubt. */
const calmSeconds = 30;
/** A server that does not answer for so long after its container's start is named as the cause. */
const slowStartSeconds = 10;

/** Body of the related `Readiness`: what the provider's own check of the port found since the container's last start. */
export type Readiness = { readonly ready: boolean; readonly was_ready: boolean; readonly reason: string | null };

/** Phase and cause of a Docker workspace (product, section 4). */
export function dockerPhase(observation: Observation, input: PhaseInput): PhaseAndCause {
  const state = find(observation, "ContainerState", isState);
  const readiness = find(observation, "Readiness", isReadiness) ?? { ready: false, was_ready: false, reason: null };
  const refusal = find(observation, "Refusal", isCause);
  const lines = find(observation, "LastLines", isLines)?.lines ?? [];
  const [phase, why] = judge({ state, readiness, refusal, lines, input });
  return {
    phase,
    cause: why,
    ready: phase === "running",
    restarts: state?.restarts ?? 0,
    startedAt: state?.status === "running" ? state.started_at : null,
    image: state?.image ?? null,
  };
}

type Facts = {
  readonly state: ContainerState | null;
  readonly readiness: Readiness;
  readonly refusal: Cause | null;
  readonly lines: readonly string[];
  readonly input: PhaseInput;
};
type Judgement = readonly [Phase, Cause | null];

function judge(facts: Facts): Judgement {
  const { state, refusal, input } = facts;
  if (input.desired === "absent") return ["deleting", null];
  const up = state !== null && ["running", "restarting", "paused", "removing"].includes(state.status);
  if (input.desired === "stopped") return [up ? "stopping" : "stopped", null];
  if (refusal && state?.status !== "running") return ["failed", refusal];
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

function judgeRunning(state: ContainerState, { readiness, lines, input, ...facts }: Facts): Judgement {
  if (readiness.ready) return ["running", null];
  const seconds = state.started_at === null ? 0 : (input.now.getTime() - Date.parse(state.started_at)) / 1000;
  if (state.restarts >= crashLoopAfter && seconds < calmSeconds)
    return ["failed", ended(state, { readiness, lines, input, ...facts })];
  const silent = cause(
    "probe-failing",
    { port: String(state.port), reason: readiness.reason ?? plain("reason/not-yet") },
    lines,
  );
  if (readiness.was_ready) return ["unhealthy", silent];
  return ["starting", seconds > slowStartSeconds ? silent : null];
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

function ended(state: ContainerState, facts: Facts): Cause {
  if (state.oom_killed) return outOfMemory(state, facts);
  // docker-init reports a command that it cannot start as an exit code and a line of output.
  const init = facts.lines.find((line) => line.includes("[FATAL tini"));
  const failure = init === undefined ? null : causeOfMessage(init, { image: state.image, name: "" });
  return failure ?? cause("crash-loop", { exit_code: String(state.exit_code ?? "unknown") }, facts.lines);
}

function outOfMemory(state: ContainerState, { lines }: Facts): Cause {
  const bytes = state.memory_limit;
  const limit = bytes === null ? "the machine" : formatQuantity({ nano: BigInt(bytes) * 1_000_000_000n }, "binary");
  return cause("out-of-memory", { limit }, lines);
}

function find<T>(observation: Observation, kind: string, is: (body: JsonObject) => body is T & JsonObject): T | null {
  const found = observation.related.find((manifest) => manifest.kind === kind && !isReplacement(manifest.name));
  return found && is(found.body) ? found.body : null;
}

const isState = (body: JsonObject): body is ContainerState & JsonObject =>
  typeof body.status === "string" && typeof body.error === "string";
const isReadiness = (body: JsonObject): body is Readiness & JsonObject => typeof body.ready === "boolean";
const isCause = (body: JsonObject): body is Cause & JsonObject =>
  typeof body.code === "string" && Object.hasOwn(causeTable, body.code) && isObject(body.params);
const isLines = (body: JsonObject): body is { readonly lines: readonly string[] } & JsonObject =>
  Array.isArray(body.lines);
