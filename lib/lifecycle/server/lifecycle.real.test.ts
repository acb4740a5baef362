import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { createHookRunner, type HookRunner } from "@/lib/hooks/server/run-post-start";
import { sweepIdle } from "@/lib/idle/server/sweep";
import { dockerProvider } from "@/lib/provisioning/docker/provider";
import { kubernetesProvider } from "@/lib/provisioning/kubernetes/provider";
import { localProvider } from "@/lib/provisioning/local/provider";
import { newId } from "@/lib/server/ids";
import type { Call } from "@/lib/server/services";
import type { JsonObject } from "@/lib/shared/json";
import { listActivity } from "@/lib/workspaces/server/activity";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { deleteWorkspace } from "@/lib/workspaces/server/delete-workspace";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { restartWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { openTestPortal, type TestPortal, type TestPortalOptions } from "@/lib/workspaces/server/testing";

// boundary-exception: tests learn from the environment which real backends there are
const { BERTH_TEST_KUBECONFIG: kubeconfig, BERTH_TEST_DOCKER: docker, BERTH_TEST_JUPYTER: jupyter } = process.env;

type Backend = Pick<TestPortalOptions, "provider" | "clusterOptions" | "clusterCredentials">;

function onBackend(open: (folder: string) => Promise<Backend>) {
  let database: TestDatabase;
  let folder: string;
  let portal: TestPortal;
  let call: Call;
  let hooks: HookRunner;
  const name = `lab-${newId()}`.slice(0, 24);
  const ref = { name };
  /** How far the portal's clock is ahead of the world's. */
  let ahead = 0;

  beforeEach(async () => {
    ahead = 0;
    database = await openTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), "berth-hooks-"));
    const now = () => new Date(Date.now() + ahead);
    portal = await openTestPortal({ database, now, ...(await open(folder)) });
    call = await portal.as("editor");
    hooks = createHookRunner(portal.services, { seconds: 20 });
  }, 60_000);
  afterEach(async () => {
    await hooks.close();
    if ((await getWorkspace(call, ref).catch(() => null)) !== null) {
      await deleteWorkspace(call, ref, { storage: "delete" });
      await portal.until(
        () => getWorkspace(call, ref).catch(() => null),
        (seen) => seen === null,
      );
    }
    await portal.stop();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const settled = (phase: string) =>
    portal.until(
      () => getWorkspace(call, ref),
      (seen) => seen.phase === phase && seen.operation === null,
    );
  return {
    async bring(document: JsonObject) {
      await createWorkspace(call, { document: { name, ...document } });
      return settled("running");
    },
    settled,
    until: <T>(look: () => Promise<T>, holds: (seen: T) => boolean) => portal.until(look, holds),
    look: () => getWorkspace(call, ref),
    restart: async () => {
      await restartWorkspace(call, ref);
      return settled("running");
    },
    async hooksRan() {
      await hooks.look();
      await hooks.idle();
      const { items } = await listActivity(call, ref);
      return items.filter(({ kind }) => kind.startsWith("post-start")).map(({ message }) => message);
    },
    async pass(seconds: number) {
      ahead += seconds * 1000;
      return await sweepIdle(portal.services);
    },
  };
}

function postStart(open: (folder: string) => Promise<Backend>, container: JsonObject): void {
  const on = onBackend(open);

  it("runs command and hook once per start, tells output and exit code, and is stopped when idle", async () => {
    const write = 'printf "echo from the hook: \\$BERTH_WORKSPACE; exit 3\\n" > hook.sh; echo from the command';
    const inStorage = container.container_config === undefined ? write : `cd /home/src; ${write}`;
    const termination_policy = { enable_auto_termination: true, max_idle_seconds: 600 };
    const post_start = { command: inStorage, hook_path: "hook.sh" };
    await on.bring({ ...container, lifecycle_config: { termination_policy, post_start } });
    const first = await on.hooksRan();
    expect(first).toHaveLength(2);
    expect(first[1]).toMatch(/^ran post_start\.command after the start: exit code 0 in .* Output: from the command$/);
    expect(first[0]).toMatch(
      /^ran post_start\.hook_path after the start: exit code 3 after .* Output: from the hook: lab-/,
    );
    expect(await on.hooksRan()).toHaveLength(2);
    const { started_at: before } = await on.look();
    await on.until(
      async () => Math.floor(Date.now() / 1000),
      (second) => second > Math.floor(Date.parse(before ?? "") / 1000),
    );
    await on.restart();
    expect(await on.hooksRan()).toHaveLength(4);
    expect(await on.look()).toMatchObject({ phase: "running", ready: true });

    await on.pass(0);
    expect((await on.look()).idle.stops_at).not.toBeNull();
    expect(await on.pass(560)).toMatchObject({ warned: 1 });
    expect(await on.pass(61)).toMatchObject({ stopped: 1 });
    await on.settled("stopped");
  }, 90_000);
}

const image: JsonObject = { container_config: { image: "berth.test/workspace:1" } };

const local = async (folder: string): Promise<Backend> => ({
  provider: localProvider,
  clusterOptions: { data_dir: folder },
});

describe("at a start on this machine", () => {
  postStart(local, {});
});

describe.skipIf(!kubeconfig)("at a start on Kubernetes (needs BERTH_TEST_KUBECONFIG)", () => {
  postStart(
    async () => ({
      provider: kubernetesProvider,
      clusterOptions: { namespace: "default" },
      clusterCredentials: { kubeconfig: await readFile(kubeconfig ?? "", "utf8") },
    }),
    image,
  );
});

describe.skipIf(!docker)("at a start on Docker (needs BERTH_TEST_DOCKER)", () => {
  postStart(async () => ({ provider: dockerProvider, clusterOptions: { host: `unix://${docker}` } }), image);
});

describe.skipIf(!jupyter)("a real JupyterLab (needs BERTH_TEST_JUPYTER)", () => {
  const on = onBackend(local);

  it("tells when it was used last, and asking it is no use of it", async () => {
    const options = [
      "--allow-root",
      "--ServerApp.port_retries=0",
      "--no-browser",
      "--IdentityProvider.token=",
      "--ServerApp.password=",
    ];
    const command = [
      `${jupyter}/jupyter-lab`,
      "--ip=127.0.0.1",
      "--port={port}",
      ...options,
      "--ServerApp.allow_remote_access=True",
    ];
    const policy = { enable_auto_termination: true, max_idle_seconds: 3600, activity_probe: "jupyter" };
    const container = {
      container_config: { command },
      health_path: "/api",
      lifecycle_config: { termination_policy: policy },
    };
    await on.bring(container);
    await on.pass(1);
    const { idle } = await on.look();
    expect(idle.sources).toMatchObject([{ source: "probe", state: "idle", reason: null }]);
    expect(idle).toMatchObject({
      state: "idle",
      explanation: expect.stringMatching(/^Stops after 3600 seconds/) as string,
    });
    await on.pass(65);
    expect((await on.look()).idle.last_activity_at).toBe(idle.last_activity_at);
  }, 90_000);
});
