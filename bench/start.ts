// Start of the built portal until it answers, and its memory when idle, with the embedded database or DATABASE_URL.
//   node --import tsx bench/start.ts [times]
import { startPortal } from "../e2e/fixtures/portal";
import { tell } from "./measure";
import { processOf, residentMegabytes } from "./process";

const times = Number(process.argv[2] ?? 3);
const url = process.env["DATABASE_URL"];
const settings: Record<string, string> = { CLUSTER_TYPE: "local", ...(url ? { DATABASE_URL: url } : {}) };

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
    memory.push(residentMegabytes(processOf(portal.port)));
  }
  tell("built portal: start → first page", starts);
  console.log(
    `idle after 20 s: ${memory.map((value) => Math.round(value)).join(", ")} MB resident (${url ? "PostgreSQL" : "embedded database"})`,
  );
} finally {
  await portal.stop();
}
