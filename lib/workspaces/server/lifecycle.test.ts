import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import { localProvider } from "@/lib/provisioning/local/provider";
import { createWorkspace } from "./create-workspace";
import { deleteWorkspace } from "./delete-workspace";
import { getWorkspace } from "./get-workspace";
import { restartWorkspace, startWorkspace, stopWorkspace } from "./operate-workspace";
import { openTestPortal, type TestPortal } from "./testing";

const ref = { name: "lab" };

describe.each(["fake", "local"] as const)("the life of a workspace on a %s cluster", (type) => {
  let database: TestDatabase;
  let portal: TestPortal;
  let folder: string;

  beforeEach(async () => {
    database = await openTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), "berth-lifecycle-"));
    const provider = type === "fake" ? createFakeCluster().provider : localProvider;
    portal = await openTestPortal({ database, provider, clusterOptions: { data_dir: folder } });
  });
  afterEach(async () => {
    await portal.stop();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("goes from its creation through stop, start and restart to its end", async () => {
    const call = await portal.as("editor");
    const phaseIs = (phase: string) =>
      portal.until(
        () => getWorkspace(call, ref),
        (seen) => seen.phase === phase && seen.operation === null,
      );
    const made = await createWorkspace(call, { yaml: "name: lab\ndescription: a test\n" });
    expect(made.workspace).toMatchObject({ name: "lab", phase: "queued", description: "a test", role: "owner" });
    expect(made.operation).toMatchObject({ kind: "create", state: "queued" });
    expect((await phaseIs("running")).ready).toBe(true);

    await stopWorkspace(call, ref);
    expect((await phaseIs("stopped")).ready).toBe(false);
    await startWorkspace(call, ref);
    await phaseIs("running");
    await restartWorkspace(call, ref);
    await phaseIs("running");

    const { operation } = await deleteWorkspace(call, ref, { storage: "delete" });
    const ended = await portal.until(
      () => portal.events.findLast((event) => event.type === "operation" && event.data.id === operation.id),
      (event) => event?.type === "operation" && event.data.state === "done",
    );
    expect(ended).toBeDefined();
    await expect(getWorkspace(call, ref)).rejects.toMatchObject({ code: "not-found" });
    expect(portal.services.clusters.list()[0]?.runtime().recall(made.workspace.id)).toBeNull();
  });
});
