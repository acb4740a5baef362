import { plain } from "@/lib/i18n/say";
import { getIn, type JsonObject } from "@/lib/shared/json";
import { formatQuantity, parseQuantity } from "@/lib/shared/quantity";
import { cause, type Cause } from "@/lib/workspaces/cause";
import type { Phase } from "@/lib/workspaces/phase";
import type { Observation, PhaseAndCause, PhaseInput } from "../provider";
import { processState, type ProcessState } from "./process-state";

/** Ends in a row after which a command is said to be in a crash loop; the supervisor goes on trying. */
const crashLoopAfter = 3;
/** A server that has not answered for so long is named as the cause, although it may still come. */
const slowStartSeconds = 10;

/** Phase and cause of a local workspace (product, section 4). */
export function localPhase(observation: Observation, input: PhaseInput): PhaseAndCause {
  const process = observation.manifests.find((manifest) => manifest.kind === "Process");
  const state = processState(observation.related.find((manifest) => manifest.kind === "ProcessState")?.body);
  const [phase, why] = judge(process?.body, state, input);
  return {
    phase,
    cause: why,
    ready: phase === "running",
    restarts: state?.restarts ?? 0,
    startedAt: state?.alive ? state.started_at : null,
    image: state ? state.program : null,
  };
}

function judge(
  wanted: JsonObject | undefined,
  state: ProcessState | null,
  input: PhaseInput,
): readonly [Phase, Cause | null] {
  if (input.desired === "absent") return ["deleting", null];
  if (input.desired === "stopped") return [state?.alive ? "stopping" : "stopped", null];
  if (!wanted || !state) return ["creating", null];
  if (wanted.running !== true) return ["starting", null];
  if (state.alive) return state.stopping ? ["starting", null] : judgeAlive(wanted, state, input);
  return judgeEnded(wanted, state);
}

function judgeAlive(wanted: JsonObject, state: ProcessState, input: PhaseInput): readonly [Phase, Cause | null] {
  if (state.ready) return ["running", null];
  if (state.failures >= crashLoopAfter) return ["failed", crashLoop(state)];
  const seconds = state.started_at === null ? 0 : (input.now.getTime() - Date.parse(state.started_at)) / 1000;
  const silent = cause("probe-failing", {
    port: String(state.port ?? wanted.document_port ?? input.port),
    reason: state.probe_error ?? plain("reason/not-yet"),
  });
  if (state.was_ready) return ["unhealthy", silent];
  return ["starting", seconds > slowStartSeconds ? silent : null];
}

function judgeEnded(wanted: JsonObject, state: ProcessState): readonly [Phase, Cause | null] {
  if (state.waiting?.code === "command-not-found") {
    return ["failed", cause("command-not-found", { command: state.program, reason: state.waiting.reason })];
  }
  if (state.waiting?.code === "port-in-use") {
    return ["failed", cause("port-in-use", { port: String(wanted.document_port ?? "?") }, [state.waiting.reason])];
  }
  if (state.exit?.out_of_memory) {
    const bytes = parseQuantity(Number(getIn(wanted, ["limits", "memory"])));
    const limit = bytes ? formatQuantity(bytes, "binary") : "this machine";
    return ["failed", cause("out-of-memory", { limit }, state.last_lines)];
  }
  if (state.failures >= crashLoopAfter) return ["failed", crashLoop(state)];
  if (state.was_ready && state.exit) {
    return ["unhealthy", cause("exited", { exit_code: codeText(state) }, state.last_lines)];
  }
  return ["starting", null];
}

const crashLoop = (state: ProcessState): Cause => cause("crash-loop", { exit_code: codeText(state) }, state.last_lines);

const codeText = (state: ProcessState): string => String(state.exit?.code ?? "unknown");
