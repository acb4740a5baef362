import { createHash } from "node:crypto";
import { canonicalJson, type JsonObject } from "@/lib/shared/json";
import { processEffect } from "../rules";
import { tokenVariable } from "./launch";
import { isAlive, pidsWithVariable, startTimeOf } from "./process-table";
import type { LocalRun } from "./record";

/** Differs when a new process is needed. */
export function digestOf(spec: JsonObject): string {
  const lasting = Object.entries(spec).filter(([key]) => processEffect(key) !== "live");
  return createHash("sha256")
    .update(canonicalJson(Object.fromEntries(lasting)))
    .digest("hex")
    .slice(0, 16);
}

export const commandOf = (spec: JsonObject): readonly string[] =>
  Array.isArray(spec.command) ? spec.command.filter((word) => typeof word === "string") : [];

export const healthPathOf = (spec: JsonObject): string =>
  typeof spec.health_path === "string" ? spec.health_path : "/";

/** Ten seconds also for a process whose specification is gone: it is being deleted. */
export const graceSecondsOf = (spec: JsonObject | null): number =>
  typeof spec?.grace_seconds === "number" ? spec.grace_seconds : 10;

/** The run's process: by pid and start time, or by its mark when the portal was killed before it could note them. */
export async function findRun(run: LocalRun): Promise<LocalRun | null> {
  if (run.pid !== null && run.startTime !== null) return (await isAlive(run.pid, run.startTime)) ? run : null;
  const [pid] = [...(await pidsWithVariable(tokenVariable, run.token))].sort((a, b) => a - b);
  const startTime = pid === undefined ? null : await startTimeOf(pid);
  return pid === undefined || startTime === null ? null : { ...run, pid, startTime };
}
