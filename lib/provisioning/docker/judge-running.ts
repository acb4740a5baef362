import { plain } from "@/lib/i18n/say";
import { formatQuantity } from "@/lib/shared/quantity";
import { cause, type Cause } from "@/lib/workspaces/cause";
import type { Phase } from "@/lib/workspaces/phase";
import type { PhaseInput } from "../provider";
import { causeOfMessage } from "./causes";
import type { ContainerState } from "./inspect";

/** Restarts by the engine (ended tasks of a swarm) after which it is called a crash loop. */
export const crashLoopAfter = 2;
/** A container that was in a crash loop and now runs for so long is given the benefit of the doubt. */
const calmSeconds = 30;
/** A server that does not answer for so long after its container's start is named as the cause. */
const slowStartSeconds = 10;

/** Body of the related `Readiness`: what the provider's own check of the port found since the container's last start. */
export type Readiness = { readonly ready: boolean; readonly was_ready: boolean; readonly reason: string | null };

export type Facts = {
  readonly state: ContainerState | null;
  readonly readiness: Readiness;
  readonly refusal: Cause | null;
  readonly lines: readonly string[];
  readonly input: PhaseInput;
};
export type Judgement = readonly [Phase, Cause | null];

/** A container that runs: its server answers, or why it does not. */
export function judgeRunning(state: ContainerState, { readiness, lines, input, ...facts }: Facts): Judgement {
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

/** Why a container ends again and again. */
export function ended(state: ContainerState, facts: Facts): Cause {
  if (state.oom_killed) return outOfMemory(state, facts);
  // docker-init reports a command that it cannot start as an exit code and a line of output.
  const init = facts.lines.find((line) => line.includes("[FATAL tini"));
  const failure = init === undefined ? null : causeOfMessage(init, { image: state.image, name: "" });
  return failure ?? cause("crash-loop", { exit_code: String(state.exit_code ?? "unknown") }, facts.lines);
}

export function outOfMemory(state: ContainerState, { lines }: Facts): Cause {
  const bytes = state.memory_limit;
  const limit = bytes === null ? "the machine" : formatQuantity({ nano: BigInt(bytes) * 1_000_000_000n }, "binary");
  return cause("out-of-memory", { limit }, lines);
}
