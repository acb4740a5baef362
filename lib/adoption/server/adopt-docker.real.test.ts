import Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { dockerProvider } from "@/lib/provisioning/docker/provider";
import { deleteWorkspace } from "@/lib/workspaces/server/delete-workspace";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { startWorkspace, stopWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { openTestPortal, type TestPortal } from "@/lib/workspaces/server/testing";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { adopt, previewAdopt } from "./adopt";
import { listUnmanaged } from "./list-unmanaged";

const socket = process.env.BERTH_TEST_DOCKER;
const image = "berth.test/workspace:1";
const suffix = Math.random().toString(36).slice(2, 8);
const name = `adopt-${suffix}`;
const volume = `files-${suffix}`;
const network = `net-${suffix}`;

describe.skipIf(!socket)(
  "a container that others made, adopted on Docker (needs BERTH_TEST_DOCKER)",
  { timeout: 120_000 },
  () => {
    const docker = new Docker({ socketPath: socket ?? "" });
    let database: TestDatabase;

    const open = (instance: string): Promise<TestPortal> =>
      openTestPortal({
        database,
        provider: dockerProvider,
        clusterOptions: { host: `unix://${socket ?? ""}` },
        instance,
      });
    const container = async (of: string, host: Docker.HostConfig, env: string[] = []) => {
      const made = await docker.createContainer({ name: of, Image: image, Env: env, HostConfig: host });
      await made.start();
      return made;
    };
    const inspect = () => docker.getContainer(name).inspect();

    beforeAll(async () => {
      database = await openTestDatabase();
      await docker.createNetwork({ Name: network });
      await container(name, { NetworkMode: network, Binds: [`${volume}:/data`], Memory: 64 * 2 ** 20 }, [
        "PORT=7000",
        "WHO=me",
      ]);
      // Never started: this engine runs where nothing privileged may.
      await docker.createContainer({ name: `${name}-host`, Image: image, HostConfig: { Privileged: true } });
    });
    afterAll(async () => {
      for (const of of [name, `${name}-host`])
        await docker
          .getContainer(of)
          .remove({ force: true, v: true })
          .catch(() => undefined);
      await docker
        .getVolume(volume)
        .remove()
        .catch(() => undefined);
      await docker.getNetwork(network).remove();
      await database.close();
    });

    test("goes on without a restart, is known after the portal's own restart, and gets labels with the first change that makes another", async () => {
      const first = await open("one");
      const owner = await first.as("owner");
      const settled = (portal: TestPortal, phase = "running") =>
        portal.until(
          () => getWorkspace(owner, { name }),
          (seen) => seen.phase === phase && seen.operation === null,
        );
      const before = await inspect();
      const found = await listUnmanaged(owner, "docker");
      expect(found.find((item) => item.name === name)).toMatchObject({
        kind: "Container",
        mounts: [{ path: "/data", source: volume }],
        ready: true,
        obstacle: null,
      });
      expect(found.find((item) => item.name === `${name}-host`)?.obstacle).toContain("privileged");

      const input = { kind: "Container", name };
      const { plan, document } = await previewAdopt(owner, "docker", input);
      expect(document).toMatchObject({
        port: 7000,
        container_config: {
          image,
          environment: { PORT: "7000", WHO: "me" },
          volumes: { [volume]: { bind: "/data", mode: "rw" } },
          resources: { limits: { memory: "64Mi" } },
          networks: [network],
        },
      });
      expect(plan.steps).toEqual([]);
      expect(plan.warnings).toContainEqual(expect.stringContaining("cannot put labels"));
      await adopt(owner, "docker", { ...input, plan_hash: plan.hash });
      await settled(first);
      const unchanged = async () => {
        const { Id: id, RestartCount: restarts, State: state } = await inspect();
        expect({ id, restarts, started: state.StartedAt }).toEqual({
          id: before.Id,
          restarts: before.RestartCount,
          started: before.State.StartedAt,
        });
      };
      await unchanged();
      expect((await listUnmanaged(owner, "docker")).map((item) => item.name)).not.toContain(name);
      await first.stop();

      const second = await open("two");
      const call = { ...owner, services: second.services };
      const seen = (phase: string) =>
        second.until(
          () => getWorkspace(call, { name }),
          (now) => now.phase === phase && now.operation === null,
        );
      await seen("running");
      await unchanged();
      await docker.getContainer(name).kill();
      await second.until(
        () => getWorkspace(call, { name }),
        (now) => now.phase !== "running",
      );
      await startWorkspace(call, { name });
      await seen("running");
      expect((await inspect()).Id).toBe(before.Id);
      await stopWorkspace(call, { name });
      await seen("stopped");
      await startWorkspace(call, { name });
      await seen("running");

      await updateWorkspace(call, { name }, { document: { container_config: { environment: { WHO: "you" } } } });
      await seen("running");
      const after = await inspect();
      expect(after.Id).not.toBe(before.Id);
      expect(after.Config.Env).toEqual(expect.arrayContaining(["WHO=you", "PORT=7000"]));
      expect(after.Mounts.map(({ Name: source, Destination: target }) => [source, target])).toEqual([
        [volume, "/data"],
      ]);
      expect(Object.keys(after.NetworkSettings.Networks)).toEqual([network]);

      await deleteWorkspace(call, { name }, { storage: "keep" });
      await second.until(
        () => getWorkspace(call, { name }).catch(() => null),
        (now) => now === null,
      );
      await expect(inspect()).rejects.toMatchObject({ statusCode: 404 });
      await docker.getVolume(volume).inspect();
      await second.stop();
    });
  },
);
