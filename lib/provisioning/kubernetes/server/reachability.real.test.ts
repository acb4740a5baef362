import net from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WatchChange } from "../../provider";
import { kubernetesProvider } from "../provider";
import { calm, createTestCluster, image, testWorkspace, until, type TestCluster } from "./test-cluster";

const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;

const configFor = (server: string): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "u", user: { token: "very-secret-token" } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    "current-context": "x",
  });

const connectTo = (server: string) =>
  kubernetesProvider.connect({
    id: "c",
    name: "c",
    type: "kubernetes",
    options: {},
    credentials: { kubeconfig: configFor(server) },
  });

/** Passes bytes on to the real API server until it is told to go silent, as a machine that hangs does. */
async function createProxy(target: URL) {
  const sockets = new Set<net.Socket>();
  let silent = false;
  const server = net.createServer((near) => {
    const far = net.connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      if (silent) from.pause();
      from.on("data", (chunk) => to.write(chunk));
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
      if (silent) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return {
    port: address.port,
    hush: (value: boolean) => {
      silent = value;
      sockets.forEach((socket) => (value ? socket.pause() : socket.resume()));
    },
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}

describe("a cluster that is not there", () => {
  test("is unreachable at once when the connection is refused, and the message has no credentials", async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const runtime = await connectTo(`https://127.0.0.1:${port}`);
    const failure = await runtime.facts(calm()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "cluster/unreachable", message: expect.stringContaining("refused") });
    expect(String(failure)).not.toContain("very-secret-token");
    await expect(runtime.watch(() => undefined, calm())).rejects.toMatchObject({ code: "cluster/unreachable" });
    const [check] = await runtime.health(calm());
    expect(check).toMatchObject({ code: "cluster/reachable", status: "fail" });
    await runtime.close();
  });

  test(
    "is unreachable after the time limit when it accepts connections and says nothing",
    { timeout: 20_000 },
    async () => {
      const server = net.createServer(() => undefined);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      const runtime = await connectTo(`http://127.0.0.1:${port}`);
      await expect(runtime.facts(calm())).rejects.toMatchObject({
        code: "cluster/unreachable",
        message: expect.stringContaining("10 seconds"),
      });
      await runtime.close();
      server.close();
    },
  );
});

describe.skipIf(!kubeconfig)(
  "a watched cluster that falls silent (needs BERTH_TEST_KUBECONFIG)",
  { timeout: 90_000 },
  () => {
    let cluster: TestCluster;

    beforeAll(async () => {
      cluster = await createTestCluster(kubeconfig ?? "");
    });
    afterAll(async () => {
      await cluster?.remove();
    });

    test("is noticed within 30 seconds, and what happened meanwhile is known after it is back", async () => {
      const target = new URL(cluster.config.getCurrentCluster()?.server ?? "");
      const proxy = await createProxy(target);
      const direct = await cluster.connect();
      const watched = await cluster.connect(cluster.kubeconfig.replace(target.host, `127.0.0.1:${proxy.port}`));
      const changes: WatchChange[] = [];
      const watching = new AbortController();
      try {
        await watched.watch((change) => changes.push(change), watching.signal);
        const workspace = testWorkspace(direct, cluster.namespace, "silent");
        proxy.hush(true);
        const since = performance.now();
        await workspace.bring({ container_config: { image } }, { running: false });
        await until("it is noticed", async () => changes.find((change) => change.type === "unreachable") ?? null);
        expect(performance.now() - since).toBeLessThan(30_000);
        expect(watched.recall(workspace.ref.id)).toBeNull();
        proxy.hush(false);
        await until("it is back", async () => changes.find((change) => change.type === "reachable") ?? null);
        await until("the workspace is known", async () => watched.recall(workspace.ref.id));
        expect(changes).toContainEqual({ type: "workspace", workspaceId: workspace.ref.id });
        await workspace.remove();
      } finally {
        watching.abort();
        await watched.close();
        await direct.close();
        proxy.close();
      }
    });
  },
);
