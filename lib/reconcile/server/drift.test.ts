import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { putVariable } from "@/lib/variables/server/put-variable";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import type { Manifest } from "@/lib/provisioning/manifest";
import type { Json, JsonObject } from "@/lib/shared/json";
import type { Call } from "@/lib/server/services";
import { listActivity } from "@/lib/workspaces/server/activity";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { stopWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { cancelOperation } from "@/lib/workspaces/server/operations";
import { findWorkspaceById } from "@/lib/workspaces/server/store";
import { openTestPortal, type TestPortal } from "@/lib/workspaces/server/testing";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { acceptDrift, previewAcceptDrift } from "@/lib/workspaces/server/accept-drift";
import { getDrift } from "@/lib/workspaces/server/drift";
import { previewRevertDrift, revertDrift } from "@/lib/workspaces/server/revert-drift";
import { createCompared } from "../compared";
import { refreshDrift } from "./refresh-drift";

const ref = { name: "lab" };

describe("drift", () => {
  let database: TestDatabase;
  let fake: ReturnType<typeof createFakeCluster>;
  let portal: TestPortal;
  let editor: Call;
  let id: string;

  const open = () =>
    openTestPortal({ database, provider: fake.provider, settings: { INHERIT_ENV_VARS: "1", USER_DEFINED_VARS: "*" } });

  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(async () => {
    fake = createFakeCluster();
    portal = await open();
    editor = await portal.as("editor");
    await putVariable(await portal.as("admin"), "fake", { name: "TOKEN", value: "s3cret", secret: true });
    await createWorkspace(editor, { yaml: "name: lab\ncontainer_config: { image: example/one:1 }\n" });
    ({ id } = await settled());
  });
  afterEach(async () => {
    await portal.stop();
    await database.db.$executeRaw`TRUNCATE "User", "Cluster" CASCADE`;
  });

  const settled = (phase = "running") =>
    portal.until(
      () => getWorkspace(editor, ref),
      (seen) => seen.phase === phase && seen.operation === null,
    );
  const drift = async () => (await findWorkspaceById(portal.services.db, id))?.drift ?? [];
  const driftIs = (holds: (length: number) => boolean) => portal.until(drift, (seen) => holds(seen.length));
  const object = (kind: string): Manifest => {
    const found = fake.control.observation(id).manifests.find((manifest) => manifest.kind === kind);
    if (!found) throw new Error(`there is no ${kind}`);
    return found;
  };
  const meddle = (change: Manifest["body"]) => {
    const workload = object("Workload");
    fake.control.overwrite(id, { ...workload, body: { ...workload.body, ...change } });
  };
  const environmentWith = (...more: readonly JsonObject[]): readonly Json[] => {
    const { environment } = object("Workload").body;
    return [...(Array.isArray(environment) ? environment : []), ...more];
  };
  /** Everything that was told is looked at. */
  const quiet = async () => {
    await portal.loop.idle();
    await lookAtAll();
  };
  const lookAtAll = async () => {
    const cluster = portal.services.clusters.default();
    if (cluster) await refreshDrift(portal.services, cluster, createCompared(), new AbortController().signal);
  };

  it("is found in an owned field that somebody changed, told at once and written to the activity", async () => {
    const { name } = object("Workload");
    meddle({ image: "example/evil:9" });
    await driftIs((length) => length === 1);
    expect(await drift()).toEqual([
      { kind: "Workload", name, path: "image", wanted: "example/one:1", found: "example/evil:9" },
    ]);
    expect(await getWorkspace(editor, ref)).toMatchObject({ drift: true });
    expect(portal.events.at(-1)).toMatchObject({ type: "workspace", data: { drift: true } });
    await portal.until(
      async () => (await listActivity(editor, ref)).items[0]?.message,
      (message) => message === `changed outside Berth: Workload ${name}`,
    );
  });

  it("ends when the field is what was applied again", async () => {
    meddle({ image: "example/evil:9" });
    await driftIs((length) => length === 1);
    meddle({ image: "example/one:1" });
    await driftIs((length) => length === 0);
    expect(portal.events.at(-1)).toMatchObject({ data: { drift: false } });
  });

  it("is a missing object, and not one that Berth did not make", async () => {
    const workload = object("Workload");
    fake.control.overwrite(id, { kind: "Volume", name: "somebody-elses", body: { size: "1Gi" } });
    await quiet();
    expect(await drift()).toEqual([]);
    fake.control.removeAll(id);
    await driftIs((length) => length === 2);
    expect((await drift()).map(({ kind, path, found }) => [kind, path, found])).toEqual([
      ["Volume", "", null],
      ["Workload", "", null],
    ]);
    expect((await drift())[1]?.name).toBe(workload.name);
  });

  it("shows no secret, neither the one that was applied nor the one that is there", async () => {
    meddle({ environment: [{ name: "TOKEN", value: "stolen" }] });
    await driftIs((length) => length > 0);
    const text = JSON.stringify(await drift());
    expect(text).toContain("TOKEN");
    expect(text).not.toContain("s3cret");
    expect(text).not.toContain("stolen");
  });

  it("is not a crash, nor a workload that stands still", async () => {
    fake.control.crash(id);
    await settled("failed");
    meddle({ running: false });
    await quiet();
    expect(await drift()).toEqual([]);
  });

  it("is not there while an operation is under way, nor after it", async () => {
    const release = fake.control.hold("apply");
    await updateWorkspace(editor, ref, { document: { container_config: { image: "example/two:2" } } });
    meddle({ image: "example/evil:9" });
    await lookAtAll();
    expect(await drift()).toEqual([]);
    release();
    await settled();
    await stopWorkspace(editor, ref);
    await settled("stopped");
    await quiet();
    expect(await drift()).toEqual([]);
    meddle({ image: "example/evil:9" });
    await driftIs((length) => length === 1);
    await updateWorkspace(editor, ref, { document: { description: "again" } });
    await settled("stopped");
    expect(await drift()).toEqual([]);
  });

  it("is not concluded from a memory that is older than Berth's own change", async () => {
    fake.control.loseEvents();
    await updateWorkspace(editor, ref, { document: { container_config: { image: "example/two:2" } } });
    await settled();
    await quiet();
    expect(await drift()).toEqual([]);
  });

  it("is not what a broken-off operation left; it is looked for again from the next success on", async () => {
    const release = fake.control.hold("apply");
    const { operation } = await updateWorkspace(editor, ref, {
      document: { container_config: { image: "example/two:2" } },
    });
    await portal.until(
      () => fake.control.calls().filter(({ call }) => call === "apply").length,
      (count) => count > 2,
    );
    await cancelOperation(editor, operation.id);
    release();
    await quiet();
    expect(await drift()).toEqual([]);
    meddle({ image: "example/two:2" });
    await quiet();
    expect(await drift()).toEqual([]);
    meddle({ image: "example/evil:9" });
    await driftIs((length) => length === 1);
  });

  it("is not what a refused change left", async () => {
    fake.control.fail({ call: "apply", error: "cluster/rejected", times: 1 });
    await updateWorkspace(editor, ref, { document: { container_config: { image: "example/two:2" } } });
    await settled("failed");
    await quiet();
    expect(await drift()).toEqual([]);
  });

  it("that came about while the portal was away is found after its start", async () => {
    await portal.stop();
    meddle({ image: "example/evil:9" });
    portal = await open();
    editor = await portal.as("editor");
    await quiet();
    await driftIs((length) => length === 1);
  });

  describe("accepting", () => {
    it("writes what a document can say into a new revision, changes nothing that runs, and ends the drift", async () => {
      meddle({ image: "example/other:2", environment: environmentWith({ name: "A", value: "1" }) });
      await driftIs((length) => length === 2);
      const preview = await previewAcceptDrift(editor, ref);
      expect(preview.plan.steps).toEqual([]);
      const { operation, accepted, refused } = await acceptDrift(editor, ref, { plan_hash: preview.plan.hash });
      expect({ accepted, refused }).toEqual({
        accepted: ["container_config.image", "container_config.env[A]"],
        refused: [],
      });
      expect(operation.kind).toBe("update");
      const now = await settled();
      expect(now).toMatchObject({ revision: 2, drift: false });
      expect(now.document_yaml).toMatch(/image: example\/other:2/);
      expect((await listActivity(editor, ref)).items[0]?.message).toBe(
        "accepted what was changed outside Berth, as revision 2",
      );
      await quiet();
      expect(await drift()).toEqual([]);
    });

    it("names what a document cannot say, which goes back", async () => {
      const { name } = object("Workload");
      meddle({ image: "example/other:2", port: 1 });
      await driftIs((length) => length === 2);
      const { plan, refused } = await previewAcceptDrift(editor, ref);
      expect(refused).toEqual([`Workload ${name} port`]);
      expect(plan.warnings).toContain(
        `Not written into the document, so it goes back to what was applied: Workload ${name} port. A document has no field for it.`,
      );
      expect(plan.steps.flatMap(({ changes }) => changes.map(({ path }) => path))).toEqual(["port"]);
      expect((await getDrift(editor, ref)).items.map(({ path, field }) => [path, field])).toEqual([
        ["image", "container_config.image"],
        ["port", null],
      ]);
    });

    it("refuses when there is nothing that a document can say, and a secret's new value", async () => {
      meddle({ environment: [{ name: "TOKEN", value: "stolen" }, ...environmentWith().slice(0, -1)] });
      await driftIs((length) => length > 0);
      await expect(acceptDrift(editor, ref, {})).rejects.toMatchObject({ code: "document/invalid" });
    });
  });

  describe("reverting", () => {
    it("applies what was applied again, by the plan that was shown", async () => {
      meddle({ image: "example/evil:9" });
      await driftIs((length) => length === 1);
      const { plan } = await previewRevertDrift(editor, ref);
      expect(plan.steps.flatMap(({ changes }) => changes)).toEqual([
        { path: "image", before: "example/evil:9", after: "example/one:1", effect: "restart" },
      ]);
      meddle({ image: "example/evil:10" });
      await expect(revertDrift(editor, ref, { plan_hash: plan.hash })).rejects.toMatchObject({
        code: "workspace/plan-stale",
      });
      await revertDrift(editor, ref, {});
      expect(await settled()).toMatchObject({ drift: false, revision: 1 });
      expect(object("Workload").body.image).toBe("example/one:1");
    });

    it("makes a missing object anew, and leaves a change that waits for the next restart waiting", async () => {
      await updateWorkspace(editor, ref, {
        document: { container_config: { image: "example/two:2" } },
        apply: "next-restart",
      });
      await settled();
      fake.control.removeAll(id);
      await driftIs((length) => length === 2);
      await revertDrift(editor, ref, {});
      expect(await settled()).toMatchObject({ drift: false, revision: 2, applied_revision: 1 });
      expect(object("Workload").body.image).toBe("example/one:1");
    });

    it("is refused when nothing was changed, and to those who may not change the workspace", async () => {
      await expect(revertDrift(editor, ref, {})).rejects.toMatchObject({ code: "conflict" });
      meddle({ image: "example/evil:9" });
      await driftIs((length) => length === 1);
      const viewer = await portal.as("viewer");
      await expect(revertDrift(viewer, ref, {})).rejects.toMatchObject({ code: "access/forbidden" });
      await expect(acceptDrift(viewer, ref, {})).rejects.toMatchObject({ code: "access/forbidden" });
      expect((await getDrift(viewer, ref)).items).toHaveLength(1);
      await expect(getDrift(await portal.as(null), ref)).rejects.toMatchObject({ code: "not-found" });
    });
  });
});
