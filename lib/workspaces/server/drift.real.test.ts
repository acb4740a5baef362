import { request } from "node:http";
import { expect, it, describe } from "vitest";
import { openTestDatabase } from "@/lib/database/server/testing";
import { dockerProvider } from "@/lib/provisioning/docker/provider";
import { newId } from "@/lib/server/ids";
import { acceptDrift } from "./accept-drift";
import { createWorkspace } from "./create-workspace";
import { deleteWorkspace } from "./delete-workspace";
import { getDrift } from "./drift";
import { getWorkspace } from "./get-workspace";
import { getOperation } from "./operations";
import { revertDrift } from "./revert-drift";
import { openTestPortal } from "./testing";

// boundary-exception: tests learn from the environment which real backends there are
const { BERTH_TEST_DOCKER: docker } = process.env;

/** As somebody at the engine's own command line would. */
const engine = (path: string, body: unknown) =>
  new Promise<number>((resolve, reject) => {
    const call = request({ socketPath: docker, path, method: "POST", headers: { "content-type": "application/json" } });
    call.on("response", (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    call.on("error", reject);
    call.end(JSON.stringify(body));
  });

describe.skipIf(!docker)("drift on Docker (needs BERTH_TEST_DOCKER)", () => {
  it("a limit that was changed at the engine is found, accepted, and reverted", async () => {
    const database = await openTestDatabase();
    const portal = await openTestPortal({
      database,
      provider: dockerProvider,
      clusterOptions: { host: `unix://${docker}` },
    });
    const call = await portal.as("editor");
    const ref = { name: `drift-${newId()}` };
    const done = (operation: { readonly id: string }) =>
      portal.until(
        () => getOperation(call, operation.id),
        (seen) => seen.state === "done",
      );
    const drift = (holds: (paths: readonly string[]) => boolean) =>
      portal.until(async () => (await getDrift(call, ref)).items.map(({ path }) => path), holds);
    const limitTo = async (mebibytes: number) => {
      const bytes = mebibytes * 2 ** 20;
      const { id } = await getWorkspace(call, ref);
      const main = portal.services.clusters
        .list()[0]
        ?.runtime()
        .recall(id)
        ?.manifests.find((m) => m.kind === "Container");
      const path = `/containers/${main?.name}/update`;
      expect(await engine(path, { Memory: bytes, MemorySwap: bytes })).toBe(200);
    };
    try {
      const yaml = `name: ${ref.name}\ncontainer_config:\n  image: berth.test/workspace:1\n  mem_limit: 64m\n`;
      await done((await createWorkspace(call, { yaml })).operation);
      await limitTo(96);
      expect(await drift((paths) => paths.length > 0)).toEqual(["resources.memory"]);
      const { operation, accepted } = await acceptDrift(call, ref, {});
      expect(accepted).toEqual(["container_config.resources.limits.memory"]);
      await done(operation);
      const now = await getWorkspace(call, ref);
      expect(now).toMatchObject({ drift: false, revision: 2, document: { container_config: { mem_limit: "96m" } } });
      await limitTo(128);
      await drift((paths) => paths.length > 0);
      await done((await revertDrift(call, ref, {})).operation);
      expect(await drift((paths) => paths.length === 0)).toEqual([]);
    } finally {
      await done((await deleteWorkspace(call, ref, { storage: "delete" })).operation);
      await portal.stop();
      await database.close();
    }
  }, 120_000);
});
