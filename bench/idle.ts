// One sweep of idle stop over many running workspaces whose servers are asked over TCP when they were used last.
//   node --import tsx bench/idle.ts [count]      goal: 2,000 in 30 s, whatever hangs (product, section 7)
import http from "node:http";
import net from "node:net";
import { openTestDatabase } from "../lib/database/server/testing";
import { sweepIdle } from "../lib/idle/server/sweep";
import { createFakeCluster } from "../lib/provisioning/fake/provider";
import type { Provider } from "../lib/provisioning/provider";
import { openTestPortal } from "../lib/workspaces/server/testing";

const count = Number(process.argv[2] ?? 2_000);

const server = http.createServer((_, response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ last_activity: new Date(Date.now() - 60_000).toISOString() }));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = server.address();
if (address === null || typeof address === "string") throw new Error("no free port");
/** Takes connections and never says a word. */
const silent = net.createServer(() => undefined);
await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
const silentAddress = silent.address();
if (silentAddress === null || typeof silentAddress === "string") throw new Error("no free port");

let hangs: (id: string) => boolean = () => false;
const { provider: fake } = createFakeCluster();
const provider: Provider = {
  ...fake,
  connect: async (config) => ({
    ...(await fake.connect(config)),
    dial: (ref) =>
      new Promise((resolve, reject) => {
        const socket = net.connect(hangs(ref.id) ? silentAddress.port : address.port, "127.0.0.1", () =>
          resolve(socket),
        );
        socket.once("error", reject);
      }),
  }),
};

const database = await openTestDatabase();
const portal = await openTestPortal({ database, provider });
try {
  await portal.as("editor");
  await database.db.$executeRaw`
    INSERT INTO "Workspace" ("id", "name", "clusterId", "ownerId", "liveKey", "port", "names", "desired", "revision", "phase", "ready",
      "startedAt", "idlePolicy")
    SELECT 'seed' || n, 'seed-' || n, c."id", u."id", c."id" || '/seed-' || n, 6789, '{"main":"m","data":"d","env":"e"}', 'running', 1,
      'running', true, now() - interval '1 hour', '{"seconds":7200,"probe":"/used","cpu":null}'
    FROM generate_series(1, ${count}::int) n, "Cluster" c, "User" u`;
  const runs: readonly (readonly [string, (id: string) => boolean])[] = [
    ["all answer", () => false],
    ["one hangs", (id) => id === "seed1"],
    ["one in ten hangs", (id) => id.endsWith("0")],
    ["all hang", () => true],
  ];
  for (const [name, which] of runs) {
    hangs = which;
    await database.db.$executeRaw`UPDATE "Workspace" SET "idleCheckAt" = NULL`;
    const [start, used] = [performance.now(), process.cpuUsage()];
    const { looked } = await sweepIdle(portal.services);
    const cpu = process.cpuUsage(used);
    const [known] = await database.db.$queryRaw<{ unknown: number }[]>`
      SELECT count(*)::int AS "unknown" FROM "ActivityEvidence" WHERE "state" = 'unknown'`;
    console.log(
      `sweep of ${looked}, ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s, ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s of CPU, ${known?.unknown} unknown (goal 30 s)`,
    );
  }
} finally {
  await portal.stop();
  await database.close();
  server.close();
  server.closeAllConnections();
  silent.close();
}
process.exit(0);
