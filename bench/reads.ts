// Single workspaces read by REST over 16 connections for some seconds.
//   node --import tsx bench/reads.ts [count] [seconds]      embedded database, or an empty one in DATABASE_URL
import http from "node:http";
import { quantile } from "./measure";
import { processOf, processorTime } from "./process";
import { bearer, seededPortal } from "./seed";

const count = Number(process.argv[2] ?? 2_000);
const seconds = Number(process.argv[3] ?? 10);
const connections = 16;
const portal = await seededPortal(count);
const pid = processOf(portal.port);
const agent = new http.Agent({ keepAlive: true, maxSockets: connections });

const read = (path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const target = { host: "127.0.0.1", port: portal.port, path: `/api/v1${path}`, agent, headers: bearer };
    http
      .get(target, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () =>
          response.statusCode === 200 ? resolve(text) : reject(new Error(`${path}: ${response.statusCode} ${text}`)),
        );
      })
      .on("error", reject);
  });

async function measure(what: string, path: () => string): Promise<void> {
  const found: number[] = [];
  const before = processorTime(pid);
  const begin = performance.now();
  const end = begin + seconds * 1000;
  const client = async () => {
    while (performance.now() < end) {
      const start = performance.now();
      await read(path());
      found.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  const rate = found.length / ((performance.now() - begin) / 1000);
  const shown = [0.5, 0.99].map((q) => `p${q * 100} ${Math.round(quantile(found, q))} ms`).join(", ");
  const each = ((processorTime(pid) - before) / found.length).toFixed(1);
  console.log(`${what}: ${Math.round(rate)} requests/s, ${shown}, ${each} ms of processor time each`);
}

try {
  const { items } = JSON.parse(await read("/workspaces?limit=200")) as { items: { name: string }[] };
  const names = items.map((item) => item.name);
  let next = 0;
  console.log(`# ${count} workspaces, ${connections} connections, ${seconds} s each`);
  await measure("one workspace", () => `/workspaces/${names[next++ % names.length] ?? ""}`);
  await measure("page of 50", () => "/workspaces");
} finally {
  agent.destroy();
  await portal.stop();
}
