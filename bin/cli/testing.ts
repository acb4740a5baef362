import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { vi } from "vitest";
import { createDispatcher, type RouteModule } from "@/lib/api/server/dispatch";
import type { TestDatabase } from "@/lib/database/server/testing";
import { preparePeople } from "@/lib/people/server/prepare";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import { publishServices } from "@/lib/server/services";
import { openTestPortal, type TestPortal } from "@/lib/workspaces/server/testing";
import { runProgram } from "./program";

const bootstrapToken = "berth_test_token_of_more_than_thirty-two";

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

export type TestCli = {
  readonly portal: TestPortal;
  readonly fake: ReturnType<typeof createFakeCluster>;
  /** Runs the command line in this process against the portal's REST API. */
  readonly berth: (...args: readonly string[]) => Promise<Ran>;
  /** Does something just before the portal sees the next change by this method: what happens between a plan and its deed. */
  readonly beforeNext: (method: string, deed: () => Promise<unknown>) => void;
  /** Writes files below a folder of its own and gives their folder. */
  readonly files: (texts: Readonly<Record<string, string>>) => string;
  readonly close: () => Promise<void>;
};

const routes = path.resolve(import.meta.dirname, "../../app/api/v1");

/** As rest.ts does for the portal, whose way of loading is the bundler's. */
async function loadRoutes(): Promise<Readonly<Record<string, RouteModule>>> {
  const files = fs
    .readdirSync(routes, { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)route\.ts$/.test(file));
  const load = async (file: string) => (await import(/* @vite-ignore */ path.join(routes, file))) as RouteModule;
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [path.dirname(file), await load(file)] as const)),
  );
}

/** A portal on the fake backend with its REST API on a port, and the command line as its owner: seconds less than the real ones. */
export async function openTestCli(
  database: TestDatabase,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestCli> {
  const fake = createFakeCluster();
  const portal = await openTestPortal({
    database,
    provider: fake.provider,
    settings: { ...settings, BERTH_BOOTSTRAP_TOKEN: bootstrapToken },
  });
  publishServices(portal.services);
  await preparePeople(portal.services);
  const dispatch = createDispatcher(await loadRoutes(), portal.services.settings.BERTH_URL);
  let waiting: { readonly method: string; readonly deed: () => Promise<unknown> } | null = null;
  const server = http.createServer((request, response) => {
    const meant = waiting !== null && request.method === waiting.method && !request.url?.includes("dry_run");
    const before = meant ? waiting?.deed() : undefined;
    if (meant) waiting = null;
    Promise.resolve(before)
      .then(() => dispatch(request, response))
      .catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "berth-cli-"));

  return {
    portal,
    fake,
    async berth(...args) {
      const said = { out: "", err: "" };
      const spies = [
        vi.spyOn(console, "log").mockImplementation((text: unknown) => void (said.out += `${String(text)}\n`)),
        vi.spyOn(console, "error").mockImplementation((text: unknown) => void (said.err += `${String(text)}\n`)),
        vi.spyOn(process.stdout, "write").mockImplementation((text) => Boolean((said.out += String(text)))),
        vi.spyOn(process.stderr, "write").mockImplementation((text) => Boolean((said.err += String(text)))),
      ];
      vi.stubEnv("BERTH_URL", url);
      vi.stubEnv("BERTH_TOKEN", bootstrapToken);
      const before = process.exitCode;
      process.exitCode = 0;
      try {
        await runProgram(args);
        return { code: Number(process.exitCode), ...said };
      } finally {
        process.exitCode = before;
        vi.unstubAllEnvs();
        for (const spy of spies) spy.mockRestore();
      }
    },
    beforeNext(method, deed) {
      waiting = { method, deed };
    },
    files(texts) {
      const made = fs.mkdtempSync(path.join(folder, "set-"));
      for (const [name, text] of Object.entries(texts)) {
        fs.mkdirSync(path.dirname(path.join(made, name)), { recursive: true });
        fs.writeFileSync(path.join(made, name), text);
      }
      return made;
    },
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await portal.stop();
      fs.rmSync(folder, { recursive: true, force: true });
      await database.db.$executeRaw`TRUNCATE "User", "Cluster" CASCADE`;
    },
  };
}
