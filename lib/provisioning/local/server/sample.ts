import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { promisify } from "node:util";
import { statFields } from "./process-table";

const run = promisify(execFile);

export type Usage = { readonly cpuSeconds: number; readonly memory: number };

/** CPU seconds so far and resident memory of all processes of a session (a workspace's process leads its own). */
export async function usageOf(session: number): Promise<Usage> {
  return process.platform === "linux" ? linuxUsage(session) : psUsage(session);
}

/** Linux reports in these units to programs, whatever the kernel was built with. */
const ticksPerSecond = 100;
const pageBytes = 4096;

function linuxUsage(session: number): Usage {
  let cpuSeconds = 0;
  let memory = 0;
  for (const entry of readdirSync("/proc")) {
    const fields = /^\d+$/.test(entry) ? statFields(Number(entry)) : null;
    if (!fields || Number(fields[3]) !== session) continue;
    cpuSeconds += (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    memory += Number(fields[21]) * pageBytes;
  }
  return { cpuSeconds, memory };
}

async function psUsage(session: number): Promise<Usage> {
  const { stdout } = await run("/bin/ps", ["-axo", "pgid=,rss=,time="]);
  const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/));
  return rows
    .filter(([group]) => Number(group) === session)
    .reduce<Usage>(
      (sum, [, rss, time]) => ({
        cpuSeconds: sum.cpuSeconds + secondsOf(time ?? "0"),
        memory: sum.memory + Number(rss) * 1024,
      }),
      { cpuSeconds: 0, memory: 0 },
    );
}

const secondsOf = (time: string): number => time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
