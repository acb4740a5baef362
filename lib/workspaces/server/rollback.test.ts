import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import type { Call } from "@/lib/server/services";
import { listActivity } from "./activity";
import { createWorkspace } from "./create-workspace";
import { getWorkspace } from "./get-workspace";
import { restartWorkspace } from "./operate-workspace";
import { listRevisions } from "./revisions";
import { previewRollback, rollbackWorkspace } from "./rollback";
import { openTestPortal, type TestPortal } from "./testing";
import { updateWorkspace } from "./update-workspace";

const ref = { name: "lab" };
const first = "# first\nname: lab\ncontainer_config:\n  image: example/one:1\n";
const second = "name: lab\ncontainer_config:\n  image: example/two:2\n  env: [{ name: A, value: b }]\n";

describe("rolling back", () => {
  let database: TestDatabase;
  let fake: ReturnType<typeof createFakeCluster>;
  let portal: TestPortal;
  let editor: Call;

  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(async () => {
    fake = createFakeCluster();
    portal = await openTestPortal({ database, provider: fake.provider });
    editor = await portal.as("editor");
    await createWorkspace(editor, { yaml: first });
    await settled();
    await updateWorkspace(editor, ref, { document_yaml: second });
    await settled();
  });
  afterEach(async () => {
    await portal.stop();
    await database.db.$executeRaw`TRUNCATE "User", "Cluster" CASCADE`;
  });

  const settled = () =>
    portal.until(
      () => getWorkspace(editor, ref),
      (seen) => seen.phase === "running" && seen.operation === null,
    );
  const image = async () => {
    const { id } = await getWorkspace(editor, ref);
    return fake.control.observation(id).manifests.find(({ kind }) => kind === "Workload")?.body.image;
  };

  it("makes a new revision with the old text, says so, and applies the plan that was shown", async () => {
    const { plan } = await previewRollback(editor, ref, { revision: 1 });
    expect(plan.steps.flatMap((step) => step.changes.map(({ path }) => path)).sort()).toEqual([
      "environment[name=A]",
      "image",
    ]);
    const accepted = await rollbackWorkspace(editor, ref, { revision: 1, plan_hash: plan.hash });
    expect(accepted.workspace).toMatchObject({ revision: 3, document_yaml: first });
    await settled();
    expect(await image()).toBe("example/one:1");
    const { items } = await listRevisions(editor, ref);
    expect(items[0]).toMatchObject({ number: 3, message: "rolled back to revision 1", document_yaml: first });
    const { items: activity } = await listActivity(editor, ref);
    expect(activity[0]?.message).toBe("rolled back to revision 1, as revision 3");
  });

  it("gives the image back that the revision ran with when its text names none", async () => {
    await updateWorkspace(editor, ref, { document_yaml: "name: lab\ndescription: no image\n" });
    await settled();
    await updateWorkspace(editor, ref, { document_yaml: first });
    await settled();
    await rollbackWorkspace(editor, ref, { revision: 3 });
    await settled();
    expect(await image()).toBe("example/two:2");
  });

  it("can wait for the next restart; until then the present revision is in force", async () => {
    await rollbackWorkspace(editor, ref, { revision: 1, apply: "next-restart" });
    expect(await settled()).toMatchObject({ revision: 3, applied_revision: 2 });
    expect(await image()).toBe("example/two:2");
    await restartWorkspace(editor, ref);
    expect(await settled()).toMatchObject({ revision: 3, applied_revision: 3 });
    expect(await image()).toBe("example/one:1");
  });

  it("refuses a plan that does not fit any more", async () => {
    const { plan } = await previewRollback(editor, ref, { revision: 1 });
    await updateWorkspace(editor, ref, { document: { description: "moved" } });
    await settled();
    await expect(rollbackWorkspace(editor, ref, { revision: 1, plan_hash: plan.hash })).rejects.toMatchObject({
      code: "workspace/plan-stale",
    });
  });

  it("refuses the newest revision, one that there is not, and a person who may not change the workspace", async () => {
    await expect(rollbackWorkspace(editor, ref, { revision: 2 })).rejects.toThrow("Revision 2 is the newest already");
    await expect(rollbackWorkspace(editor, ref, { revision: 9 })).rejects.toThrow("Its revisions are 1 to 2");
    await expect(rollbackWorkspace(await portal.as("viewer"), ref, { revision: 1 })).rejects.toMatchObject({
      code: "access/forbidden",
    });
    await expect(rollbackWorkspace(await portal.as(null), ref, { revision: 1 })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("refuses an earlier document that would change what cannot be changed, naming the field", async () => {
    await updateWorkspace(editor, ref, { document: { storage_request_size: "5Gi" } });
    await settled();
    await expect(previewRollback(editor, ref, { revision: 1 })).rejects.toMatchObject({
      code: "document/invalid",
      options: { faults: [expect.objectContaining({ path: "storage_request_size" })] },
    });
  });
});
