import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { isPortalError } from "@/lib/shared/errors";
import type { WatchChange } from "../../provider";
import { dockerProvider } from "../provider";
import { openEngineProxy } from "./test-proxy";
import { calm, openTestWorkspace } from "./test-workspace";
import type { JsonObject } from "@/lib/shared/json";

const socket = process.env.BERTH_TEST_DOCKER ?? "";
const tlsAddress = `tcp://127.0.0.1:${process.env.BERTH_TEST_DOCKER_TLS_PORT ?? "23760"}`;

const connect = (options: JsonObject, credentials: JsonObject = {}) =>
  dockerProvider.connect({ id: "c", name: "engine", type: "docker", options, credentials });

describe("connecting to a Docker engine", () => {
  it("needs no engine, and tells by its health why there is none", async () => {
    const runtime = await connect({ host: "unix:///nowhere/docker.sock" });
    const [check] = await runtime.health(calm());
    expect(check).toMatchObject({ code: "docker-reachable", status: "fail" });
    expect(check?.summary).toContain("no such socket");
    await runtime.close();
  });

  it("tells the watch's listener that an engine is away", async () => {
    const runtime = await connect({ host: "tcp://127.0.0.1:1" });
    const ended = new AbortController();
    const change = await new Promise<WatchChange>((resolve) => void runtime.watch(resolve, ended.signal));
    expect(change.type).toBe("unreachable");
    ended.abort();
    await runtime.close();
  });
});

describe.skipIf(!socket)("connections to a Docker engine (needs BERTH_TEST_DOCKER)", () => {
  const tls = (name: string) => readFileSync(path.join(path.dirname(socket), "tls", name), "utf8");
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  it("works by TLS with a client certificate", async () => {
    const workspace = await openTestWorkspace({
      socket,
      options: { host: tlsAddress, tls_verify: true },
      credentials: { ca: tls("ca.pem"), cert: tls("cert.pem"), key: tls("key.pem") },
    });
    closers.push(workspace.end);
    await workspace.bringAbout({});
    await workspace.reach("running");
    expect(await workspace.run("echo", "by TLS")).toBe("by TLS");
    expect((await workspace.runtime.health(calm())).find(({ code }) => code === "docker-transport")?.status).toBe("ok");
  });

  it("is refused by TLS without a client certificate, and refuses an engine of another authority", async () => {
    const stranger = await connect({ host: tlsAddress, tls_verify: true }, { ca: tls("ca.pem") });
    const doubtful = await connect(
      { host: tlsAddress, tls_verify: true },
      { cert: tls("cert.pem"), key: tls("key.pem") },
    );
    for (const runtime of [stranger, doubtful]) {
      const error: unknown = await runtime.capacity(calm()).catch((reason: unknown) => reason);
      expect(isPortalError(error) && error.code).toBe("cluster/unreachable");
      expect(String(error)).not.toContain("BEGIN");
      await runtime.close();
    }
  });

  it("works by TCP, warns about it, and goes on by itself after the engine was away", { timeout: 30_000 }, async () => {
    const proxy = await openEngineProxy(socket);
    const runtime = await connect({ host: `tcp://127.0.0.1:${proxy.port}` });
    const ended = new AbortController();
    closers.push(async () => {
      ended.abort();
      await runtime.close();
    });
    const changes: string[] = [];
    await runtime.watch((change) => changes.push(change.type), ended.signal);
    expect((await runtime.health(calm())).find(({ code }) => code === "docker-transport")?.status).toBe("warn");
    await proxy.close();
    await expect.poll(() => changes, { timeout: 10_000 }).toContain("unreachable");
    const again = await openEngineProxy(socket, { port: proxy.port });
    closers.push(again.close);
    await expect.poll(() => changes, { timeout: 15_000 }).toContain("reachable");
  });
});
