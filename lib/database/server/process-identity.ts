import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Something that two processes with the same pid never share: boot id and start time. Null: no such process. On systems without /proc
 * `ps` gives the start time.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  const stat = await readOrNull(`/proc/${pid}/stat`);
  if (stat !== null) {
    // The second field is the program's name in brackets and may contain blanks; the start time is field 22.
    const startTime = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    const boot = (await readOrNull("/proc/sys/kernel/random/boot_id"))?.trim() ?? "";
    return `${boot}:${startTime ?? ""}`;
  }
  if ((await readOrNull("/proc/self/stat")) !== null) return null;
  try {
    const { stdout } = await run("ps", ["-o", "lstart=", "-p", String(pid)]);
    return stdout.trim() || null;
  } catch {
    // ps exits with 1 where there is no such process.
    return null;
  }
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch {
    // Absent or unreadable: both mean that nothing is known by this way.
    return null;
  }
}
