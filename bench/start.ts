// Start of the built portal until it answers, and its memory when idle, with the embedded database or DATABASE_URL.
//   node --import tsx bench/start.ts [times]
import fs from "node:fs";
import { startPortal } from "../e2e/fixtures/portal";
import { tell } from "./measure";

const times = Number(process.argv[2] ?? 3);
const url = process.env["DATABASE_URL"];
const settings: Record<string, string> = { CLUSTER_TYPE: "local", ...(url ? { DATABASE_URL: url } : {}) };

/** Resident megabytes of the portal, found by its port in its environment. */
function residentMegabytes(port: number): number {
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const mine = fs.readFileSync(`/proc/${pid}/environ`, "utf8").includes(`PORT=${port}\0`);
      if (mine) return Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
    } catch {
      continue; // the process ended while we looked, or is not ours
    }
  }
  return Number.NaN;
}

const starts: number[] = [];
const memory: number[] = [];
const portal = await startPortal(settings);
try {
  for (let index = 0; index < times; index++) {
    await portal.kill();
    const begin = performance.now();
    await portal.start();
    await fetch(`${portal.url}/sign-in`);
    starts.push(performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    memory.push(residentMegabytes(portal.port));
  }
  tell("built portal: start → first page", starts);
  console.log(
    `idle after 20 s: ${memory.map((value) => Math.round(value)).join(", ")} MB resident (${url ? "PostgreSQL" : "embedded database"})`,
  );
} finally {
  await portal.stop();
}
