import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { portalHealth } from "@/lib/health/server/portal-health";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import { reconcileWorkspace } from "@/lib/reconcile/server/reconcile-workspace";
import type { Call } from "@/lib/server/services";
import { checkDocument } from "@/lib/workspaces/server/check-document";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { deleteWorkspace } from "@/lib/workspaces/server/delete-workspace";
import { getEffective } from "@/lib/workspaces/server/effective";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { restartWorkspace, startWorkspace, stopWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { getOperation } from "@/lib/workspaces/server/operations";
import { previewUpdate } from "@/lib/workspaces/server/preview-update";
import { previewCreate } from "@/lib/workspaces/server/preview-workspace";
import { restoreWorkspace } from "@/lib/workspaces/server/restore";
import { previewRollback, rollbackWorkspace } from "@/lib/workspaces/server/rollback";
import { openTestPortal, type TestPortal } from "@/lib/workspaces/server/testing";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { parsePolicy } from "../parse";
import { getPolicy, getPolicyVersion } from "./get-policy";
import type { PolicyFile, PolicyFileState } from "./policy-file";
import { previewPolicy } from "./preview-policy";
import { savePolicy } from "./save-policy";

const ref = { name: "lab" };
const text = "name: lab\ncontainer_config:\n  image: example/one:1\n  resources: { limits: { memory: 4Gi } }\n";

function fileOf(policy: string): PolicyFile & { readonly faults: PolicyFileState["faults"][number][] } {
  const reading = parsePolicy(policy);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  const faults: PolicyFileState["faults"][number][] = [];
  const state = { path: "/etc/berth/policy.yaml", text: policy, policy: reading.policy, readAt: new Date(0), faults };
  return { faults, current: () => state, subscribe: () => () => undefined, close: () => undefined };
}

describe("policies of workspaces", () => {
  let database: TestDatabase;
  let fake: ReturnType<typeof createFakeCluster>;
  let portal: TestPortal;
  let editor: Call;
  let admin: Call;

  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(() => open());
  afterEach(async () => {
    await portal.stop();
    await database.db.$executeRaw`TRUNCATE "User", "Cluster", "PolicyVersion" CASCADE`;
  });

  async function open(policyFile?: PolicyFile): Promise<void> {
    fake = createFakeCluster();
    portal = await openTestPortal({ database, provider: fake.provider, ...(policyFile ? { policyFile } : {}) });
    [editor, admin] = [await portal.as("editor"), await portal.as("admin")];
  }
  const save = (policy: string) => savePolicy(admin, { text: policy });
  const settled = (phase: string) =>
    portal.until(
      () => getWorkspace(editor, ref),
      (seen) => seen.phase === phase && seen.operation === null,
    );
  const badge = (holds: (names: readonly string[]) => boolean) =>
    portal.until(
      async () => (await getWorkspace(editor, ref)).settings_changed,
      (names) => holds(names),
    );
  const workload = async () => {
    const { id } = await getWorkspace(editor, ref);
    return fake.control.observation(id).manifests.find(({ kind }) => kind === "Workload")?.body;
  };
  async function running(yaml = text): Promise<void> {
    await createWorkspace(editor, { yaml });
    await settled("running");
  }

  describe("layers", () => {
    it("a policy that is not enforced lies below the document", async () => {
      await save("container_config: { image: example/policy:1, env: [{ name: TEAM, value: data }] }\n");
      await running();
      const { document, origins } = await getEffective(editor, ref);
      expect(document.container_config).toMatchObject({ image: "example/one:1" });
      expect(origins["container_config.env[TEAM].value"]).toBe("policy:portal");
    });

    it("an enforced one overrides the document; the plan and the effective configuration say what was taken", async () => {
      await save("enforce: true\ncontainer_config: { resources: { limits: { memory: 2Gi } } }\n");
      const { plan, effective } = await previewCreate(editor, { yaml: text });
      expect(effective.origins["container_config.resources.limits.memory"]).toBe("policy:portal");
      expect(effective.overrides).toContainEqual({
        path: "container_config.resources.limits.memory",
        layer: "document",
        value: "4Gi",
        by: "policy:portal",
      });
      expect(JSON.stringify(plan.warnings)).toContain(
        "container_config.resources.limits.memory: the document sets 4Gi, but the policy sets 2Gi",
      );
    });

    it("a strict one refuses, naming each key with both values", async () => {
      await save(
        "enforce: true\nstrict: true\nport: 8080\ncontainer_config: { resources: { limits: { memory: 2Gi } } }\n",
      );
      await expect(createWorkspace(editor, { yaml: `${text}port: 9090\n` })).rejects.toMatchObject({
        code: "policy/denied",
        options: {
          faults: [
            {
              path: "port",
              layer: "policy:portal",
              message: "The document sets 9090, but the policy sets 8080. Remove it, or set the policy's value.",
            },
            { path: "container_config.resources.limits.memory", message: expect.stringMatching(/4Gi.*2Gi/) },
          ],
        },
      });
      await running(
        `name: lab\nport: 8080\ncontainer_config: { image: a, resources: { limits: { memory: 2048Mi } } }\n`,
      );
    });

    it("file and portal both hold: the portal's values win, the rules of each count", async () => {
      await portal.stop();
      await open(fileOf("port: 1111\nhealth_path: /file\nrequire: { labels: [team] }\n"));
      await save("port: 2222\nmaximum: { resources: { limits: { memory: 1Gi } } }\n");
      expect((await getPolicy(admin)).in_force).toEqual(["file", "portal"]);
      await expect(createWorkspace(editor, { yaml: text })).rejects.toMatchObject({
        options: {
          faults: [
            { rule: "require.labels", layer: "policy:file" },
            { rule: "maximum.resources.limits", layer: "policy:portal" },
          ],
        },
      });
      await running("name: lab\nlabels: { team: data }\n");
      const { document, origins } = await getEffective(editor, ref);
      expect(document).toMatchObject({ port: 2222, health_path: "/file" });
      expect([origins.port, origins.health_path]).toEqual(["policy:portal", "policy:file"]);
    });

    it("a policy that is switched off does nothing", async () => {
      await save("enabled: false\nenforce: true\nport: 8080\ndeny: [root_user]\n");
      await running();
      expect((await getEffective(editor, ref)).document.port).toBe(6789);
    });
  });

  it("while a document is written, its faults stand at the lines they come from", async () => {
    await save("enforce: true\nstrict: true\nport: 8080\nmaximum: { resources: { limits: { memory: 2Gi } } }\n");
    const yaml = "name: lab\nport: 9090\ncontainer_config:\n  image: a\n  resources:\n    limits:\n      memory: 4Gi\n";
    expect((await checkDocument(editor, { yaml })).faults).toMatchObject([
      { path: "port", line: 2 },
      { path: "container_config.resources.limits.memory", line: 7, column: 7 },
    ]);
    await running("name: lab\nport: 8080\n");
    expect((await checkDocument(editor, { yaml, workspace: "lab" })).faults).toHaveLength(2);
  });

  describe("ways in", () => {
    const memory = "maximum: { resources: { limits: { memory: 2Gi } } }\n";
    const denied = { code: "policy/denied", options: { faults: [{ rule: "maximum.resources.limits" }] } };

    it("create, and its preview", async () => {
      await save(memory);
      await expect(createWorkspace(editor, { yaml: text })).rejects.toMatchObject(denied);
      await expect(previewCreate(editor, { yaml: text })).rejects.toMatchObject(denied);
      await expect(
        createWorkspace(editor, {
          document: { name: "lab", container_config: { resources: { limits: { memory: "4Gi" } } } },
        }),
      ).rejects.toMatchObject(denied);
    });

    it("a limit that a policy lowers below the document's request is refused before anything is made", async () => {
      await save("enforce: true\ncontainer_config: { resources: { limits: { memory: 1Gi } } }\n");
      const yaml = "name: lab\ncontainer_config: { image: a, resources: { requests: { memory: 2Gi } } }\n";
      const contradiction = { path: "container_config.resources.requests.memory" };
      await expect(createWorkspace(editor, { yaml })).rejects.toMatchObject({
        code: "document/invalid",
        options: { faults: [contradiction] },
      });
      expect((await checkDocument(editor, { yaml })).faults).toMatchObject([{ ...contradiction, line: 2 }]);
    });

    it("update, as patch and as text, and its preview", async () => {
      await running("name: lab\n");
      await save(memory);
      const document = { container_config: { resources: { limits: { memory: "4Gi" } } } };
      await expect(updateWorkspace(editor, ref, { document })).rejects.toMatchObject(denied);
      await expect(previewUpdate(editor, ref, { document })).rejects.toMatchObject(denied);
      await expect(updateWorkspace(editor, ref, { document_yaml: text })).rejects.toMatchObject(denied);
    });

    it("start and restart of one that does not fit any more, with the way out; stop and delete stay possible", async () => {
      await running();
      await save(memory);
      await expect(restartWorkspace(editor, ref)).rejects.toMatchObject({
        ...denied,
        message: expect.stringContaining("Update the workspace so that it fits, then start it."),
      });
      await stopWorkspace(editor, ref);
      await settled("stopped");
      await expect(startWorkspace(editor, ref)).rejects.toMatchObject(denied);
      await updateWorkspace(editor, ref, {
        document: { container_config: { resources: { limits: { memory: "1Gi" } } } },
      });
      await startWorkspace(editor, ref);
      await settled("running");
      await deleteWorkspace(editor, ref, { storage: "delete" });
    });

    it("rollback to a revision that does not fit any more, and its preview", async () => {
      await running();
      await updateWorkspace(editor, ref, { document: { container_config: { resources: null } } });
      await settled("running");
      await save(memory);
      await expect(rollbackWorkspace(editor, ref, { revision: 1 })).rejects.toMatchObject(denied);
      await expect(previewRollback(editor, ref, { revision: 1 })).rejects.toMatchObject(denied);
    });

    it("restore of a deleted one that does not fit any more", async () => {
      await running();
      const owner = await portal.as("owner");
      const { operation } = await deleteWorkspace(owner, ref, { storage: "keep" });
      await portal.until(
        () => getOperation(owner, operation.id),
        ({ state }) => state === "done",
      );
      await save(memory);
      await expect(restoreWorkspace(owner, ref, {})).rejects.toMatchObject(denied);
      await save("enabled: false\n");
      await restoreWorkspace(owner, ref, {});
      await settled("running");
    });

    it("the reconciler makes nothing that the policy forbids by then, and says so", async () => {
      await portal.loop.close();
      const { workspace } = await createWorkspace(editor, { yaml: text });
      await save(memory);
      const signal = new AbortController().signal;
      const options = { fresh: true, leaseSeconds: 30, deadlineSeconds: 600, random: () => 0, signal };
      await reconcileWorkspace(portal.services, workspace.id, options);
      const seen = await getWorkspace(editor, ref);
      expect(seen).toMatchObject({ phase: "failed", cause: { code: "policy-denied" } });
      expect(seen.cause?.summary).toContain("4Gi is more than the 2Gi that the policy allows");
      expect(fake.control.observation(workspace.id).manifests).toEqual([]);
    });
  });

  describe("a change", () => {
    it("touches no running workspace: it gets the badge, with paths and never values", async () => {
      await running();
      const before = await workload();
      const { started_at: startedAt } = await getWorkspace(editor, ref);
      await save(
        "enforce: true\nhealth_path: /ready\ncontainer_config: { image: example/new:2 }\nrequire: { labels: [team] }\n",
      );
      expect(await badge((names) => names.length > 0)).toEqual([
        "policy:container_config.image",
        "policy:health_path",
        "policy:require.labels",
      ]);
      const { id } = await getWorkspace(editor, ref);
      portal.services.wake(id);
      await portal.loop.idle();
      expect(await workload()).toEqual(before);
      expect(await getWorkspace(editor, ref)).toMatchObject({ phase: "running", started_at: startedAt });
      expect((await getEffective(editor, ref)).document).toMatchObject({ health_path: "/" });
    });

    it("an update of something else leaves it out, and start of what runs does too", async () => {
      await running();
      await save("enforce: true\ncontainer_config: { image: example/new:2 }\n");
      await updateWorkspace(editor, ref, { document: { description: "x" } });
      await settled("running");
      await startWorkspace(editor, ref);
      await settled("running");
      expect(await workload()).toMatchObject({ image: "example/one:1", restarts: 0 });
      expect((await getWorkspace(editor, ref)).settings_changed).toEqual(["policy:container_config.image"]);
    });

    it("update workspace settings takes it over by a restart", async () => {
      await running();
      await save("enforce: true\ncontainer_config: { image: example/new:2 }\n");
      const preview = await previewUpdate(editor, ref, { update_workspace_settings: true });
      expect(preview.settings_changed).toEqual(["policy:container_config.image"]);
      expect(preview.plan.effect).toBe("restart");
      await updateWorkspace(editor, ref, { update_workspace_settings: true });
      await settled("running");
      expect(await workload()).toMatchObject({ image: "example/new:2", restarts: 1 });
      expect((await getWorkspace(editor, ref)).settings_changed).toEqual([]);
    });

    it.each(["restart", "stop and start"])("%s takes it over too", async (way) => {
      await running();
      await save("enforce: true\ncontainer_config: { image: example/new:2 }\n");
      await badge((names) => names.length > 0);
      if (way === "restart") await restartWorkspace(editor, ref);
      else {
        await stopWorkspace(editor, ref);
        await settled("stopped");
        await startWorkspace(editor, ref);
      }
      await settled("running");
      expect(await workload()).toMatchObject({ image: "example/new:2" });
      expect((await getWorkspace(editor, ref)).settings_changed).toEqual([]);
    });

    it("what the present policy decides cannot be changed past it by an update that keeps the settings", async () => {
      await running();
      await save("enforce: true\ncontainer_config: { image: example/new:2 }\n");
      const document = { container_config: { image: "example/other:3" } };
      await expect(updateWorkspace(editor, ref, { document })).rejects.toMatchObject({
        options: { faults: [{ path: "container_config.image", rule: "enforce.changed" }] },
      });
      await updateWorkspace(editor, ref, { document, update_workspace_settings: true });
      await settled("running");
      expect(await workload()).toMatchObject({ image: "example/new:2" });
    });

    it("a workspace's storage stays what it was made with", async () => {
      await running();
      await save("enforce: true\nstrict: true\nstorage_class_name: fast\nstorage_request_size: 9Gi\n");
      await restartWorkspace(editor, ref);
      await settled("running");
      expect((await getEffective(editor, ref)).document).toMatchObject({ storage_request_size: "2Gi" });
    });
  });

  describe("versions", () => {
    it("the newest is in force; earlier ones stay readable; the same text again is no version", async () => {
      await save("port: 1111\n");
      await savePolicy(admin, { text: "# two\nport: 2222\n", message: "more", if_version: 1 });
      const policy = await savePolicy(admin, { text: "# two\nport: 2222\n" });
      expect(policy).toMatchObject({ version: 2, text: "# two\nport: 2222\n", in_force: ["portal"] });
      expect(policy.versions).toMatchObject([
        { number: 2, author: "admin@example.com", message: "more" },
        { number: 1, message: "" },
      ]);
      expect(await getPolicyVersion(admin, 1)).toMatchObject({ text: "port: 1111\n" });
      await expect(getPolicyVersion(admin, 3)).rejects.toMatchObject({ code: "not-found" });
    });

    it("who saves from an earlier version is told, also when both save at once", async () => {
      await save("port: 1111\n");
      await expect(savePolicy(admin, { text: "port: 3\n", if_version: 0 })).rejects.toMatchObject({ code: "conflict" });
      const both = await Promise.allSettled([
        savePolicy(admin, { text: "port: 4\n", if_version: 1 }),
        savePolicy(admin, { text: "port: 5\n", if_version: 1 }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    });

    it("a wrong text is refused with its faults and lines, and nothing is saved", async () => {
      await expect(save("port: much\ndeny: [all]\n")).rejects.toMatchObject({
        code: "document/invalid",
        options: {
          faults: [
            { path: "port", line: 1 },
            { path: "deny[0]", line: 2 },
          ],
        },
      });
      expect((await getPolicy(admin)).version).toBe(0);
    });

    it("only owners and administrators see and change it", async () => {
      for (const role of ["editor", "viewer", null] as const) {
        const call = await portal.as(role);
        for (const deed of [
          getPolicy(call),
          savePolicy(call, { text: "port: 1\n" }),
          previewPolicy(call, "port: 1\n"),
        ]) {
          await expect(deed).rejects.toMatchObject({ code: "access/forbidden" });
        }
      }
      await savePolicy(await portal.as("owner"), { text: "port: 1\n" });
    });

    it("a version that cannot be read lets nothing start, and the health page says it", async () => {
      const version = { kind: "workspace", number: 1, text: "prot: 1\n", authorEmail: "a@example.com" };
      await database.db.policyVersion.create({ data: version });
      await expect(createWorkspace(editor, { yaml: text })).rejects.toMatchObject({ code: "policy/denied" });
      const { checks } = await portalHealth(admin);
      expect(checks).toContainEqual(expect.objectContaining({ code: "policy/unreadable", status: "fail" }));
    });

    it("a file that broke while running shows on the health page", async () => {
      await portal.stop();
      const file = fileOf("port: 1111\n");
      await open(file);
      expect((await portalHealth(admin)).checks).toContainEqual(expect.objectContaining({ code: "policy/file" }));
      file.faults.push({ path: "deny", message: "This must be a list.", line: 3, column: 7 });
      expect((await portalHealth(admin)).checks).toContainEqual(
        expect.objectContaining({ code: "policy/file-broken", status: "fail" }),
      );
    });
  });

  it("a preview tells per workspace what would change, and changes nothing", async () => {
    await running();
    await createWorkspace(editor, { yaml: "name: plain\n" });
    await createWorkspace(editor, {
      yaml: "name: big\ncontainer_config: { resources: { limits: { memory: 64Gi } } }\n",
    });
    const effect = await previewPolicy(
      admin,
      "enforce: true\nhealth_path: /\ncontainer_config: { image: example/one:2 }\nmaximum: { resources: { limits: { memory: 8Gi } } }\n",
    );
    expect(effect.counts).toEqual({ unaffected: 0, defaults: 1, overridden: 1, refused: 1 });
    expect(Object.fromEntries(effect.items.map(({ name, keys }) => [name, keys]))).toEqual({
      lab: ["container_config.image"],
      plain: ["container_config.image"],
      big: ["container_config.resources.limits.memory"],
    });
    expect((await previewPolicy(admin, "health_path: /\n")).counts.unaffected).toBe(3);
    expect((await getPolicy(admin)).version).toBe(0);
    await expect(previewPolicy(admin, "health: /\n")).rejects.toMatchObject({ code: "document/invalid" });
  });
});
