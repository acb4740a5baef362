import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import type { Call } from "@/lib/server/services";
import { createWorkspace } from "./create-workspace";
import { deleteWorkspace } from "./delete-workspace";
import { getWorkspace } from "./get-workspace";
import { getOperation } from "./operations";
import { listDeleted, restoreWorkspace } from "./restore";
import { listRevisions } from "./revisions";
import { openTestPortal, type TestPortal } from "./testing";
import { updateWorkspace } from "./update-workspace";

const ref = { name: "lab" };
const day = 24 * 60 * 60 * 1000;

describe("restoring a deleted workspace", () => {
  let database: TestDatabase;
  let fake: ReturnType<typeof createFakeCluster>;
  let portal: TestPortal;
  let editor: Call;
  let id: string;
  let later = 0;

  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(async () => {
    later = 0;
    fake = createFakeCluster();
    portal = await openTestPortal({ database, provider: fake.provider, now: () => new Date(Date.now() + later) });
    editor = await portal.as("editor");
    await createWorkspace(editor, { yaml: "name: lab # mine\ncontainer_config: { image: example/one:1 }\n" });
    ({ id } = await running());
  });
  afterEach(async () => {
    await portal.stop();
    await database.db.$executeRaw`TRUNCATE "User", "Cluster" CASCADE`;
  });

  const running = () =>
    portal.until(
      () => getWorkspace(editor, ref),
      (seen) => seen.phase === "running" && seen.operation === null,
    );
  const remove = async (storage: "keep" | "delete") => {
    const { operation } = await deleteWorkspace(editor, ref, { storage });
    await portal.until(
      () => getOperation(editor, operation.id),
      (seen) => seen.state === "done",
    );
  };

  it("brings document, revisions and storage back under the same names, and starts it", async () => {
    const yaml = "name: lab # mine\ncontainer_config: { image: example/two:2 }\n";
    await updateWorkspace(editor, ref, { document_yaml: yaml });
    await running();
    const before = fake.control.observation(id).manifests.map(({ name }) => name);
    await remove("keep");
    await expect(getWorkspace(editor, ref)).rejects.toMatchObject({ code: "not-found" });
    const { items } = await listDeleted(editor);
    expect(items).toMatchObject([{ id, name: "lab", cluster: "fake", owner: "editor@example.com", revision: 2 }]);

    const { workspace, operation } = await restoreWorkspace(editor, ref, {});
    expect(workspace).toMatchObject({ id, document_yaml: yaml, revision: 2, desired: "running" });
    expect(operation.kind).toBe("start");
    expect(await running()).toMatchObject({ id, ready: true, drift: false });
    expect(
      fake.control
        .observation(id)
        .manifests.map(({ name }) => name)
        .sort(),
    ).toEqual([...before].sort());
    expect((await listRevisions(editor, ref)).items.map(({ number }) => number)).toEqual([2, 1]);
    expect((await listDeleted(editor)).items).toEqual([]);
  });

  it("is refused when another workspace has the name, and says so", async () => {
    await remove("keep");
    await createWorkspace(editor, { yaml: "name: lab\n" });
    await running();
    await expect(restoreWorkspace(editor, ref, {})).rejects.toMatchObject({
      code: "workspace/name-taken",
      message: expect.stringContaining("There is a workspace lab on the cluster fake again"),
    });
  });

  it("asks which one when several had the name", async () => {
    await remove("keep");
    await createWorkspace(editor, { yaml: "name: lab\n" });
    const second = (await running()).id;
    await remove("keep");
    await expect(restoreWorkspace(editor, ref, {})).rejects.toThrow(`Say which one by its id`);
    await restoreWorkspace(editor, ref, { id });
    expect(await running()).toMatchObject({ id });
    expect((await listDeleted(editor)).items.map((item) => item.id)).toEqual([second]);
  });

  it("is not offered when the storage was deleted, too", async () => {
    await remove("delete");
    expect((await listDeleted(editor)).items).toEqual([]);
    await expect(restoreWorkspace(editor, ref, {})).rejects.toMatchObject({ code: "not-found" });
  });

  it("is refused when somebody removed the storage from the cluster meanwhile", async () => {
    await remove("keep");
    fake.control.removeAll(id);
    await expect(restoreWorkspace(editor, ref, {})).rejects.toThrow(
      /The storage of lab is not on the cluster any more/,
    );
  });

  it("is offered for 14 days and not longer", async () => {
    await remove("keep");
    later = 13.9 * day;
    expect((await listDeleted(editor)).total).toBe(1);
    later = 14.1 * day;
    expect((await listDeleted(editor)).total).toBe(0);
    await expect(restoreWorkspace(editor, ref, {})).rejects.toThrow("more than 14 days ago");
  });

  it("is for those who may delete it", async () => {
    await remove("keep");
    const another = await portal.as("editor", "other");
    expect((await listDeleted(another)).items).toEqual([]);
    await expect(restoreWorkspace(another, ref, {})).rejects.toMatchObject({ code: "not-found" });
    await expect(restoreWorkspace(await portal.as("viewer"), ref, {})).rejects.toMatchObject({ code: "not-found" });
    const admin = await portal.as("admin");
    expect((await listDeleted(admin, { search: "LAB" })).total).toBe(1);
    expect((await listDeleted(admin, { cluster: "nowhere" })).total).toBe(0);
    await restoreWorkspace(admin, ref, {});
    expect(await running()).toMatchObject({ owner: "editor@example.com" });
  });
});
