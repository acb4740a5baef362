import { describe, expect, it } from "vitest";
import { openEngineProxy } from "./test-proxy";
import { openTestWorkspace, type Wish } from "./test-workspace";

const socket = process.env.BERTH_TEST_DOCKER ?? "";

describe.skipIf(!socket)(
  "a portal that dies in the middle, on a Docker engine (needs BERTH_TEST_DOCKER)",
  { timeout: 120_000 },
  () => {
    const first: Wish = { environment: { VERSION: "1" } };
    const second: Wish = { environment: { VERSION: "2" }, container: { mem_limit: "64m" } };

    /** The line to the engine breaks at the nth changing request of `wish`; then another portal goes on. True when n was never reached. */
    async function dieAt(n: number, wish: Wish, before: Wish | null): Promise<boolean> {
      const survivor = await openTestWorkspace({ socket });
      try {
        if (before) {
          await survivor.bringAbout(before);
          await survivor.reach("running");
          await survivor.run("sh", "-c", "echo kept > /home/src/file");
        }
        const proxy = await openEngineProxy(socket, { lastMutation: n });
        const victim = await openTestWorkspace({
          socket,
          options: { host: `tcp://127.0.0.1:${proxy.port}` },
          ref: survivor.ref,
        });
        const finished = await victim.bringAbout(wish).then(
          () => true,
          () => false,
        );
        await victim.runtime.close();
        await proxy.close();
        for (let pass = 0; pass < 3; pass++) await survivor.bringAbout(wish);
        expect((await survivor.plan(wish)).steps).toEqual([]);
        await survivor.reach("running");
        if (before) expect(await survivor.run("cat", "/home/src/file")).toBe("kept");
        const ours = await survivor.docker.listContainers({
          all: true,
          filters: { label: [`berth.dev/workspace-id=${survivor.ref.id}`] },
        });
        expect(ours.map((container) => container.Names[0])).toEqual([`/${survivor.ref.names.main}`]);
        return finished;
      } finally {
        await survivor.end();
      }
    }

    it("leaves a create that another one finishes, whichever request was its last", async () => {
      let n = 1;
      while (!(await dieAt(n, first, null))) n++;
      expect(n).toBeGreaterThan(3);
    });

    it("leaves a replace that another one finishes, with the files kept, whichever request was its last", async () => {
      let n = 1;
      while (!(await dieAt(n, second, first))) n++;
      expect(n).toBeGreaterThan(5);
    });
  },
);
