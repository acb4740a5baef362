import { execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { promisify } from "node:util";
import { nodeEnvironment } from "./launch";

const run = promisify(execFile);

/** Names a process beyond the reuse of its pid: boot and start time. Null when no such process lives (a zombie is dead). */
export function startTimeOf(pid: number): Promise<string | null> {
  return process.platform === "linux" ? Promise.resolve(linuxStartTime(pid)) : psStartTime(pid);
}

export async function isAlive(pid: number, startTime: string): Promise<boolean> {
  return (await startTimeOf(pid)) === startTime;
}

/** Fields of /proc/<pid>/stat after the command, which may itself hold spaces and brackets; the first is the state. */
export function statFields(pid: number): readonly string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null; // the process has gone: exactly what null says
  }
}

function linuxStartTime(pid: number): string | null {
  const fields = statFields(pid);
  const ticks = fields?.[19];
  if (!fields || ticks === undefined || fields[0] === "Z" || fields[0] === "X") return null;
  return `${bootId()}:${ticks}`;
}

/** Start times count from the boot, so a pid of an earlier boot must not match. */
function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
}

async function psStartTime(pid: number): Promise<string | null> {
  try {
    const { stdout } = await run("/bin/ps", ["-o", "state=,lstart=", "-p", String(pid)], {
      env: nodeEnvironment({ LC_ALL: "C" }),
    });
    const [state, ...time] = stdout.trim().split(/\s+/);
    return state === undefined || state.startsWith("Z") ? null : time.join(" ");
  } catch {
    return null; // ps ends with 1 when there is no such process
  }
}

/**
 * Processes that were started with `NAME=value` in their environment, children included. It finds what a portal that was killed between
 * starting a process and noting its pid has left, and what a workspace leaves behind when it ends.
 */
export async function pidsWithVariable(name: string, value: string): Promise<readonly number[]> {
  const marker = `${name}=${value}`;
  if (process.platform !== "linux") return psPidsWith(marker);
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => pid !== process.pid && environOf(pid).includes(marker));
}

function environOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0");
  } catch {
    return []; // gone meanwhile, or another user's: then it is not ours
  }
}

async function psPidsWith(marker: string): Promise<readonly number[]> {
  const { stdout } = await run("/bin/ps", ["-Eww", "-axo", "pid=,command="], { maxBuffer: 64 * 1024 * 1024 });
  return stdout
    .split("\n")
    .filter((line) => line.split(/\s+/).includes(marker))
    .map((line) => Number.parseInt(line.trim(), 10))
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid);
}

/** Sends a signal to a process or, with a negative number, to a group; one that has gone meanwhile is no failure. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
