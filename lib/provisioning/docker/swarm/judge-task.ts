import { say } from "@/lib/i18n/say";
import { formatQuantity } from "@/lib/shared/quantity";
import { cause, isPermanent, type Cause } from "@/lib/workspaces/cause";
import { causeOfMessage } from "../causes";
import { crashLoopAfter, ended, judgeRunning, type Facts, type Judgement } from "../judge-running";
import type { TaskEnd, TaskState } from "./task-state";

/** Phase and cause of a service that should run, from its newest task and those that ended before it. */
export function judgeTask(state: TaskState, facts: Facts): Judgement {
  const [last] = state.ends;
  const lastRun = { ...state, exit_code: last?.exit_code ?? null, oom_killed: last?.oom_killed ?? false };
  if (state.node_down) return ["unknown", cause("node-lost", { node: state.node ?? "?" }, evidence(state.task_error))];
  if (state.status === "running") return judgeRunning(lastRun, facts);
  const pending = state.task === "pending" && state.task_error !== "" ? pendingCause(state) : null;
  if (pending) return [isPermanent(pending.code) ? "failed" : "starting", pending];
  if (!last) return ["creating", null];
  const refusal = startFailure(last, state.image);
  if (refusal) return ["failed", refusal];
  return state.ends.length >= crashLoopAfter ? ["failed", ended(lastRun, facts)] : ["starting", null];
}

/** Null: it ran. */
function startFailure({ error, exit_code }: TaskEnd, image: string): Cause | null {
  if (exit_code !== null) return null;
  const text = error.replace(/^starting container failed: /, "");
  return causeOfMessage(text, { image, name: "" }) ?? cause("rejected", { reason: text }, evidence(error));
}

/** Swarm's scheduler: `no suitable node (insufficient resources on 1 node; scheduling constraints not satisfied on 2 nodes)`. */
function pendingCause(state: TaskState): Cause {
  const { task_error: error, host_ports: ports } = state;
  if (error.includes("host-mode port already in use"))
    return cause("port-in-use", { port: ports.join(", ") || "?" }, evidence(error));
  return cause("unschedulable", { reason: reasonOf(state) }, evidence(error));
}

function reasonOf({ task_error: error, asks, offers }: TaskState) {
  if (error.includes("constraints not satisfied"))
    return say("reason/no-node-matches", { constraints: asks.constraints.join(", ") });
  if (error.includes("insufficient resources") && offers) {
    if (asks.memory > offers.memory)
      return say("reason/no-node-memory", { asked: bytes(asks.memory), largest: bytes(offers.memory) });
    if (asks.nano_cpus > offers.nano_cpus)
      return say("reason/no-node-cpu", { asked: cores(asks.nano_cpus), largest: cores(offers.nano_cpus) });
    return say("reason/nodes-full", { cpu: cores(asks.nano_cpus), memory: bytes(asks.memory) });
  }
  return /\((.+)\)$/.exec(error)?.[1] ?? error;
}

const evidence = (text: string): readonly string[] => (text === "" ? [] : [text]);
const cores = (nano: number): string => String(nano / 1e9);
const bytes = (amount: number): string => formatQuantity({ nano: BigInt(amount) * 1_000_000_000n }, "binary");
