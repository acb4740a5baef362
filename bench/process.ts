import fs from "node:fs";

/** The process of a portal, found by its port in its environment. */
export function processOf(port: number): number {
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (fs.readFileSync(`/proc/${pid}/environ`, "utf8").includes(`PORT=${port}\0`)) return Number(pid);
    } catch {
      continue; // the process ended while we looked, or is not ours
    }
  }
  throw new Error(`no process with PORT=${port}`);
}

export const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

/** Processor time of all its threads so far: unlike the time on the clock it hardly depends on what else the machine does. Milliseconds. */
export function processorTime(pid: number): number {
  const text = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  // Fields 14 and 15 of proc(5), in hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
