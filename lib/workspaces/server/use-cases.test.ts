import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listVariables } from "@/lib/variables/server/list-variables";
import { deleteVariable, putVariable } from "@/lib/variables/server/put-variable";
import { addCluster } from "@/lib/clusters/server/add-cluster";
import { listClusters } from "@/lib/clusters/server/list-clusters";
import { removeCluster } from "@/lib/clusters/server/remove-cluster";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { portalHealth } from "@/lib/health/server/portal-health";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import type { Call } from "@/lib/server/services";
import { masked } from "../mask";
import { listActivity } from "./activity";
import { checkDocument } from "./check-document";
import { createWorkspace } from "./create-workspace";
import { deleteWorkspace, previewDelete } from "./delete-workspace";
import { getEffective } from "./effective";
import { getWorkspace } from "./get-workspace";
import { listWorkspaces } from "./list-workspaces";
import { openLogs } from "./logs";
import { getManifests } from "./manifests";
import { restartWorkspace, startWorkspace, stopWorkspace } from "./operate-workspace";
import { getOperation } from "./operations";
import { previewCreate } from "./preview-workspace";
import { previewUpdate } from "./preview-update";
import { getRevision, listRevisions } from "./revisions";
import { openTerminal } from "./terminal";
import { openTestPortal, type TestPortal } from "./testing";
import { updateWorkspace } from "./update-workspace";

const ref = { name: "lab" };
const text =
  '# kept\nname: lab\ncontainer_config:\n  image: example/one:1 # pinned\n  env:\n    - name: A\n      value: "1"\n';

async function allRefused(deeds: readonly Promise<unknown>[], code: string): Promise<void> {
  const results = await Promise.allSettled(deeds);
  expect(results).toEqual(deeds.map(() => expect.objectContaining({ reason: expect.objectContaining({ code }) })));
}

describe("the use cases of workspaces", () => {
  let database: TestDatabase;
  let fake: ReturnType<typeof createFakeCluster>;
  let portal: TestPortal;
  let editor: Call;

  const settings = {
    INHERIT_ENV_VARS: "1",
    USER_DEFINED_VARS: "SHARED_*,DB_PASSWORD",
    WORKSPACE_ENV_PATTERN: "dev_{workspace_name}",
  };
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(async () => {
    fake = createFakeCluster();
    portal = await openTestPortal({ database, provider: fake.provider, settings });
    editor = await portal.as("editor");
  });
  afterEach(async () => {
    await portal.stop();
    await database.db.$executeRaw`TRUNCATE "User", "Cluster" CASCADE`;
  });

  const settled = (phase: string) =>
    portal.until(
      () => getWorkspace(editor, ref),
      (seen) => seen.phase === phase && seen.operation === null,
    );
  const environment = async () => {
    const { id } = await getWorkspace(editor, ref);
    const workload = fake.control.observation(id).manifests.find(({ kind }) => kind === "Workload");
    const items = Array.isArray(workload?.body.environment)
      ? (workload.body.environment as readonly { name: string; value: string }[])
      : [];
    return Object.fromEntries(items.map(({ name, value }) => [name, value]));
  };

  describe("rights", () => {
    it("a viewer sees a workspace and can neither start, change, delete nor enter it", async () => {
      await createWorkspace(editor, { yaml: text });
      const viewer = await portal.as("viewer");
      expect((await getWorkspace(viewer, ref)).may).toMatchObject({
        open: false,
        operate: false,
        delete: false,
        logs: false,
      });
      const deeds = [
        startWorkspace(viewer, ref),
        stopWorkspace(viewer, ref),
        restartWorkspace(viewer, ref),
        updateWorkspace(viewer, ref, { document: { description: "x" } }),
        previewUpdate(viewer, ref, { document: { description: "x" } }),
        deleteWorkspace(viewer, ref, {}),
        previewDelete(viewer, ref),
        openLogs(viewer, ref, {}),
        openTerminal(viewer, ref, { cols: 80, rows: 24 }),
        createWorkspace(viewer, { yaml: "name: other\n" }),
      ];
      await allRefused(deeds, "access/forbidden");
    });

    it("for a person without a role a workspace does not exist", async () => {
      const { operation } = await createWorkspace(editor, { yaml: text });
      const nobody = await portal.as(null);
      const deeds = [
        getWorkspace(nobody, ref),
        startWorkspace(nobody, ref),
        deleteWorkspace(nobody, ref, {}),
        getEffective(nobody, ref),
        getOperation(nobody, operation.id),
      ];
      await allRefused(deeds, "not-found");
      expect(await listWorkspaces(nobody)).toEqual({ items: [], next_cursor: null, total: 0 });
      expect(await listClusters(nobody)).toEqual([]);
    });

    it("another editor may operate a workspace but not delete it", async () => {
      await createWorkspace(editor, { yaml: text });
      const other = await portal.as("editor", "other");
      await expect(deleteWorkspace(other, ref, {})).rejects.toMatchObject({ code: "access/forbidden" });
      await expect(stopWorkspace(other, ref)).resolves.toMatchObject({
        operation: { kind: "stop", by: "other@example.com" },
      });
    });

    it("a role on one workspace counts on that one only", async () => {
      await createWorkspace(editor, { yaml: "name: mine\n" });
      const { workspace } = await createWorkspace(editor, { yaml: text });
      const nobody = await portal.as(null);
      const guest: Call = { ...nobody, actor: { ...nobody.actor, workspaceRoles: { [workspace.id]: "viewer" } } };
      expect((await listWorkspaces(guest)).items.map(({ name }) => name)).toEqual(["lab"]);
      await expect(getWorkspace(guest, { name: "mine" })).rejects.toMatchObject({ code: "not-found" });
    });

    it("only owners of the portal add and remove clusters, and only administrators change variables", async () => {
      const admin = await portal.as("admin");
      await expect(addCluster(admin, { name: "more", type: "local" })).rejects.toMatchObject({
        code: "access/forbidden",
      });
      await expect(removeCluster(admin, "fake")).rejects.toMatchObject({ code: "access/forbidden" });
      await expect(putVariable(editor, "fake", { name: "X", value: "1", secret: false })).rejects.toMatchObject({
        code: "access/forbidden",
      });
      await expect(listVariables(editor, "fake")).rejects.toMatchObject({ code: "access/forbidden" });
      await expect(portalHealth(editor)).rejects.toMatchObject({ code: "access/forbidden" });
    });
  });

  describe("creating", () => {
    it("stores nothing when a document has faults, and names them all", async () => {
      const broken = createWorkspace(editor, { yaml: "name: Not OK\nport: 99999\n" });
      await expect(broken).rejects.toMatchObject({ code: "document/invalid" });
      await broken.catch((error: { options: { faults: readonly { path: string; line?: number }[] } }) =>
        expect(error.options.faults.map(({ path, line }) => [path, line])).toEqual([
          ["name", 1],
          ["port", 2],
        ]),
      );
      expect((await listWorkspaces(editor)).total).toBe(0);
    });

    it("lets one of two with the same name win", async () => {
      const results = await Promise.allSettled([
        createWorkspace(editor, { yaml: text }),
        createWorkspace(editor, { yaml: text }),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(results.find((result) => result.status === "rejected")).toMatchObject({
        reason: { code: "workspace/name-taken" },
      });
      expect(await checkDocument(editor, { yaml: text })).toEqual({ faults: [], name_taken: true });
    });

    it("refuses a namespace that is not open to workspaces", async () => {
      await expect(createWorkspace(editor, { yaml: "name: lab\nnamespace: kube-system\n" })).rejects.toMatchObject({
        code: "document/invalid",
      });
    });

    it("shows what it would make without making it, and no secret in it", async () => {
      const admin = await portal.as("admin");
      await putVariable(admin, "fake", { name: "DB_PASSWORD", value: "hunter2", secret: true });
      const preview = await previewCreate(editor, { yaml: text });
      expect(preview.plan.steps.map(({ action, kind }) => `${action} ${kind}`)).toEqual([
        "create Volume",
        "create Workload",
      ]);
      expect(JSON.stringify(preview)).not.toContain("hunter2");
      expect(JSON.stringify(preview)).toContain(masked);
      expect((await listWorkspaces(editor)).total).toBe(0);
    });

    it("makes the very objects that the preview showed", async () => {
      const named = (items: readonly { readonly kind: string; readonly name: string }[]) =>
        items.map(({ kind, name }) => `${kind}/${name}`).sort();
      const preview = await previewCreate(editor, { yaml: text });
      await createWorkspace(editor, { yaml: text });
      expect(named((await getManifests(editor, ref)).items)).toEqual(named(preview.plan.steps));
    });

    it("frees the name when the workspace is gone", async () => {
      await createWorkspace(editor, { yaml: text });
      await settled("running");
      const { operation } = await deleteWorkspace(editor, ref, { storage: "delete" });
      await portal.until(
        () => getOperation(editor, operation.id),
        (seen) => seen.state === "done",
      );
      await expect(createWorkspace(editor, { yaml: text })).resolves.toMatchObject({ workspace: { name: "lab" } });
    });
  });

  describe("updating", () => {
    beforeEach(async () => {
      await createWorkspace(editor, { yaml: text });
      await settled("running");
    });

    it("keeps comments, makes a revision, and removes what the document no longer has", async () => {
      const { workspace } = await updateWorkspace(editor, ref, {
        document: { container_config: { env: [{ name: "B", value: "2" }] } },
        message: "B for A",
      });
      expect(workspace).toMatchObject({ revision: 2 });
      expect(workspace.document_yaml).toContain("# pinned");
      await settled("running");
      expect(await environment()).toMatchObject({ B: "2", ENV: "dev_lab" });
      expect(await environment()).not.toHaveProperty("A");
      expect((await listRevisions(editor, ref)).items.map(({ number, message }) => [number, message])).toEqual([
        [2, "B for A"],
        [1, ""],
      ]);
      expect((await getRevision(editor, ref, 1)).document_yaml).toBe(text);
      expect((await listActivity(editor, ref)).items.map(({ kind }) => kind)).toEqual(["update", "create"]);
    });

    it("shows each change with its effect, and applies exactly that plan", async () => {
      const change = { document: { container_config: { image: "example/one:2" } } };
      const { plan } = await previewUpdate(editor, ref, change);
      expect(plan).toMatchObject({
        effect: "restart",
        steps: [
          {
            action: "update",
            kind: "Workload",
            changes: [{ path: "image", before: "example/one:1", after: "example/one:2" }],
          },
        ],
      });
      await expect(updateWorkspace(editor, ref, { ...change, plan_hash: plan.hash })).resolves.toMatchObject({
        operation: { kind: "update" },
      });
    });

    it("refuses a plan that does not fit any more, with the new plan", async () => {
      const change = { document: { container_config: { image: "example/one:3" } } };
      const { plan } = await previewUpdate(editor, ref, change);
      await updateWorkspace(editor, ref, { document: { description: "changed meanwhile" } });
      await expect(updateWorkspace(editor, ref, { ...change, plan_hash: plan.hash })).rejects.toMatchObject({
        code: "workspace/plan-stale",
        options: { details: { plan: { effect: "restart" } } },
      });
    });

    it("lets one of two simultaneous updates win and shows the other the difference", async () => {
      const update = (image: string) => updateWorkspace(editor, ref, { document: { container_config: { image } } });
      const results = await Promise.allSettled([update("example/a:1"), update("example/b:1")]);
      expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(results.find((result) => result.status === "rejected")).toMatchObject({
        reason: { code: "workspace/plan-stale", options: { details: { revision: 2 } } },
      });
    });

    it("keeps the image when the new document names none", async () => {
      await updateWorkspace(editor, ref, { document_yaml: "name: lab\ndescription: no image\n" });
      expect((await settled("running")).image).toBe("example/one:1");
    });

    it.each([
      [{ name: "other" }, "name"],
      [{ cluster: "elsewhere" }, "cluster"],
      [{ storage_class_name: "fast" }, "storage_class_name"],
      [{ storage_access_mode: "ReadWriteMany" }, "storage_access_mode"],
      [{ storage_request_size: "1Gi" }, "storage_request_size"],
    ])("refuses to change %j and names the field", async (document, field) => {
      await expect(updateWorkspace(editor, ref, { document })).rejects.toMatchObject({
        code: "document/invalid",
        options: { faults: [{ path: field }] },
      });
    });

    it("leaves a change for the next restart when asked to", async () => {
      await updateWorkspace(editor, ref, {
        document: { container_config: { image: "example/one:2" } },
        apply: "next-restart",
      });
      expect(await settled("running")).toMatchObject({ revision: 2, image: "example/one:1" });
      await restartWorkspace(editor, ref);
      // What runs is told by the backend, which may be a moment later than the end of the operation.
      await portal.until(
        () => getWorkspace(editor, ref),
        (seen) => seen.operation === null && seen.image === "example/one:2",
      );
    });
  });

  describe("the cluster's variables", () => {
    it("stay as they were until the workspace's settings are updated, with a badge of names meanwhile", async () => {
      const admin = await portal.as("admin");
      await putVariable(admin, "fake", { name: "SHARED_URL", value: "one", secret: false });
      await createWorkspace(editor, { yaml: text });
      await settled("running");
      expect((await environment()).SHARED_URL).toBe("one");
      await putVariable(admin, "fake", { name: "SHARED_URL", value: "two", secret: false });
      await portal.until(
        () => getWorkspace(editor, ref),
        (seen) => seen.settings_changed.includes("SHARED_URL"),
      );
      await updateWorkspace(editor, ref, { document: { container_config: { image: "example/one:2" } } });
      await settled("running");
      expect((await environment()).SHARED_URL).toBe("one");
      await updateWorkspace(editor, ref, { update_workspace_settings: true });
      const after = await settled("running");
      expect((await environment()).SHARED_URL).toBe("two");
      expect(after.settings_changed).toEqual([]);
      await deleteVariable(admin, "fake", "SHARED_URL");
      await portal.until(
        () => getWorkspace(editor, ref),
        (seen) => seen.settings_changed.length === 1,
      );
    });

    it("wait for the next restart when asked to, with the values of when they were asked for", async () => {
      const admin = await portal.as("admin");
      const put = (value: string) => putVariable(admin, "fake", { name: "SHARED_URL", value, secret: false });
      const changed = (names: readonly string[]) =>
        portal.until(
          () => getWorkspace(editor, ref),
          (seen) => seen.operation === null && seen.settings_changed.join() === names.join(),
        );
      await put("one");
      await createWorkspace(editor, { yaml: text });
      await settled("running");
      await put("two");
      await changed(["SHARED_URL"]);
      const input = { update_workspace_settings: true, document: { container_config: { image: "example/one:2" } } };
      const { plan } = await previewUpdate(editor, ref, input);
      await updateWorkspace(editor, ref, { ...input, apply: "next-restart", plan_hash: plan.hash });
      const waiting = await changed(["SHARED_URL"]);
      expect(waiting).toMatchObject({ settings_wait: true, applied_revision: 1, revision: 2, image: "example/one:1" });
      expect((await environment()).SHARED_URL).toBe("one");
      await put("three");
      await restartWorkspace(editor, ref);
      expect(await changed(["SHARED_URL"])).toMatchObject({
        settings_wait: false,
        applied_revision: 2,
        image: "example/one:2",
      });
      expect((await environment()).SHARED_URL).toBe("two");
    });

    it("that wait come into force with the next update too, whose plan tells them", async () => {
      const admin = await portal.as("admin");
      await putVariable(admin, "fake", { name: "SHARED_URL", value: "one", secret: false });
      await createWorkspace(editor, { yaml: text });
      await settled("running");
      await putVariable(admin, "fake", { name: "SHARED_URL", value: "two", secret: false });
      await updateWorkspace(editor, ref, { update_workspace_settings: true, apply: "next-restart" });
      await settled("running");
      const change = { document: { description: "changed" } };
      const { plan } = await previewUpdate(editor, ref, change);
      expect(JSON.stringify(plan.steps)).toContain("SHARED_URL");
      await updateWorkspace(editor, ref, { ...change, plan_hash: plan.hash });
      expect(await settled("running")).toMatchObject({ settings_wait: false, settings_changed: [] });
      expect((await environment()).SHARED_URL).toBe("two");
    });

    it("show no secret: not in lists, manifests, effective configuration or plans", async () => {
      const admin = await portal.as("admin");
      await putVariable(admin, "fake", { name: "DB_PASSWORD", value: "hunter2", secret: true });
      await createWorkspace(editor, { yaml: text });
      await settled("running");
      expect((await environment()).DB_PASSWORD).toBe("hunter2");
      await putVariable(admin, "fake", { name: "DB_PASSWORD", value: "hunter3", secret: true });
      const shown = [
        await listVariables(admin, "fake"),
        await getManifests(editor, ref),
        await getEffective(editor, ref),
        await previewUpdate(editor, ref, { update_workspace_settings: true }),
        await getWorkspace(editor, ref),
        await listActivity(editor, ref),
      ];
      expect(JSON.stringify(shown)).not.toMatch(/hunter/);
    });
  });

  describe("the list", () => {
    beforeEach(async () => {
      for (const name of ["a", "b", "c", "d", "e"]) {
        await createWorkspace(editor, {
          yaml: `name: ${name}\ndescription: the ${name} one\nlabels: {team: ${name < "c" ? "red" : "blue"}}\n`,
        });
      }
    });
    const names = async (input: Parameters<typeof listWorkspaces>[1]) =>
      (await listWorkspaces(editor, input)).items.map(({ name }) => name);

    it.each([
      [{}, ["a", "b", "c", "d", "e"]],
      [{ order: "desc" as const, limit: 2 }, ["e", "d"]],
      [{ search: "THE C" }, ["c"]],
      [{ search: "%" }, []],
      [{ label: "team=red" }, ["a", "b"]],
      [{ label: "team", limit: 1 }, ["a"]],
      [{ label: "other" }, []],
      [{ owner: "me", offset: 3 }, ["d", "e"]],
      [{ owner: "other@example.com" }, []],
      [{ cluster: "none" }, []],
      [{ phase: "failed,unknown" }, []],
      [{ sort: "created_at" as const, order: "desc" as const, limit: 1 }, ["e"]],
    ])("answers %j", async (input, wanted) => {
      expect(await names(input)).toEqual(wanted);
    });

    it.each(["name", "created_at", "last_activity_at", "phase"] as const)(
      "gives every workspace once, page by page, sorted by %s",
      async (sort) => {
        await portal.until(
          () => listWorkspaces(editor, { phase: "running" }),
          (seen) => seen.total === 5,
        );
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await listWorkspaces(editor, { sort, limit: 2, cursor });
          seen.push(...page.items.map(({ name }) => name));
          cursor = page.next_cursor ?? undefined;
        } while (cursor !== undefined);
        expect([...seen].sort()).toEqual(["a", "b", "c", "d", "e"]);
      },
    );

    it("refuses a cursor that is none", async () => {
      await expect(listWorkspaces(editor, { cursor: "x" })).rejects.toMatchObject({ code: "request/unreadable" });
    });
  });

  it("keeps a cluster that still has workspaces, and the one of the settings", async () => {
    const owner = await portal.as("owner");
    await expect(removeCluster(owner, "fake")).rejects.toMatchObject({ code: "conflict" });
    await expect(addCluster(owner, { name: "Bad Name", type: "kubernetes" })).rejects.toMatchObject({
      code: "document/invalid",
      options: { faults: [{ path: "name" }, { path: "kubeconfig" }] },
    });
  });

  it("tells of missing USER_DEFINED_VARS and of each cluster on the health page", async () => {
    const report = await portalHealth(await portal.as("admin"));
    expect(report.checks.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["database/embedded", "cluster/connected"]),
    );
  });
});
