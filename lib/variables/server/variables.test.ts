import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import type { Call } from "@/lib/server/services";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { deleteWorkspace } from "@/lib/workspaces/server/delete-workspace";
import { getEffective } from "@/lib/workspaces/server/effective";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { listActivity } from "@/lib/workspaces/server/activity";
import { getManifests } from "@/lib/workspaces/server/manifests";
import { previewUpdate } from "@/lib/workspaces/server/preview-update";
import { openTestPortal, type TestPortal } from "@/lib/workspaces/server/testing";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { changeVariables } from "./change-variables";
import { listSecrets } from "./list-secrets";
import { listVariables } from "./list-variables";
import { previewVariables } from "./preview-variables";
import { deleteSecret, putSecret } from "./put-secret";
import { showVariable } from "./show-variable";

const documentOf = (name: string) => `name: ${name}\ncontainer_config:\n  image: example/one:1\n`;

describe("variables and secrets", () => {
  let database: TestDatabase;
  let fake: ReturnType<typeof createFakeCluster>;
  let portal: TestPortal;
  let ada: Call;
  let admin: Call;

  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  const open = async (settings: Readonly<Record<string, string>>) => {
    fake = createFakeCluster();
    portal = await openTestPortal({ database, provider: fake.provider, settings });
    ada = await portal.as("editor", "ada");
    admin = await portal.as("admin");
  };
  afterEach(async () => {
    await portal.stop();
    await database.db.$executeRaw`TRUNCATE "User", "Cluster" CASCADE`;
  });

  const make = async (name: string, by: Call = ada) => {
    await createWorkspace(by, { yaml: documentOf(name) });
    await settled(name);
  };
  const settled = (name: string) =>
    portal.until(
      () => getWorkspace(admin, { name }),
      (seen) => seen.phase === "running" && seen.operation === null,
    );
  const takeOver = async (name: string, by: Call = ada) => {
    await updateWorkspace(by, { name }, { update_workspace_settings: true });
    await settled(name);
  };
  const changed = (name: string, names: readonly string[]) =>
    portal.until(
      async () => (await getWorkspace(admin, { name })).settings_changed,
      (seen) => seen.join() === names.join(),
    );
  const environment = async (name: string) => {
    const { id } = await getWorkspace(admin, { name });
    const workload = fake.control.observation(id).manifests.find(({ kind }) => kind === "Workload");
    const items = (workload?.body.environment ?? []) as readonly { name: string; value: string; secret?: boolean }[];
    return Object.fromEntries(items.map((item) => [item.name, item.value]));
  };

  describe("the variables of a cluster", () => {
    beforeEach(() => open({ INHERIT_ENV_VARS: "1", USER_DEFINED_VARS: "TEAM_*", TEAM_HOME: "of the portal" }));

    it("tell where each comes from, by what it is inherited and how many workspaces have another value", async () => {
      await changeVariables(admin, "fake", {
        variables: [
          { name: "TEAM_A", value: "1" },
          { name: "OTHER", value: "2", secret: true },
        ],
      });
      await make("lab");
      await changeVariables(admin, "fake", { variables: [{ name: "TEAM_A", value: "3" }] });
      await changed("lab", ["TEAM_A"]);
      const { items, inheritance } = await listVariables(admin, "fake");
      expect(items.find(({ name }) => name === "TEAM_A")).toMatchObject({
        value: "3",
        source: "portal",
        updated_by: "admin@example.com",
        inherited_by: [{ setting: "USER_DEFINED_VARS", pattern: "TEAM_*" }],
        outdated: 1,
      });
      expect(items.find(({ name }) => name === "OTHER")).toMatchObject({ value: null, secret: true, inherited_by: [] });
      expect(inheritance).toEqual({ on: true, list: "TEAM_*", all: false, sharing: false });
    });

    it("what a change would do is told before it is saved, and is what happens then", async () => {
      await make("lab");
      await make("bench");
      const change = { env_file: "TEAM_A=1\nOTHER=2\n" };
      const told = await previewVariables(admin, "fake", change);
      expect(told).toMatchObject({
        changes: [
          { name: "TEAM_A", kind: "new" },
          { name: "OTHER", kind: "new" },
        ],
        workspaces: 2,
      });
      expect(told.items.map(({ name, outdated }) => [name, outdated]).sort()).toEqual([
        ["bench", ["TEAM_A"]],
        ["lab", ["TEAM_A"]],
      ]);
      expect((await listVariables(admin, "fake")).items.map(({ name }) => name)).not.toContain("TEAM_A");
      await changeVariables(admin, "fake", change);
      await changed("lab", ["TEAM_A"]);
      const back = await previewVariables(admin, "fake", { remove: ["TEAM_A"] });
      expect(back.items.map(({ outdated, settled: again }) => [outdated, again])).toEqual([
        [[], ["TEAM_A"]],
        [[], ["TEAM_A"]],
      ]);
    });

    it("a change with faults changes nothing, and tells all of them with their lines", async () => {
      const change = {
        variables: [{ name: "NEW" }],
        env_file: "TEAM_A=1\nnonsense\nPATH=/x\nTEAM_A=2\n",
        remove: ["ABSENT"],
      };
      await expect(changeVariables(admin, "fake", change)).rejects.toMatchObject({
        code: "document/invalid",
        options: {
          faults: [
            { line: 2, message: "This line is not NAME=value." },
            { path: "PATH", line: 3 },
            { path: "TEAM_A", line: 4, message: "TEAM_A stands in line 1 already." },
            { path: "NEW", message: "NEW needs a value: it is new, or was a secret." },
            { path: "ABSENT" },
          ],
        },
      });
      expect((await listVariables(admin, "fake")).items.filter(({ source }) => source === "portal")).toEqual([]);
    });

    it("a secret keeps its value when only its neighbour changes, and does not become plain without a new one", async () => {
      await changeVariables(admin, "fake", { variables: [{ name: "TEAM_KEY", value: "hunter2", secret: true }] });
      await changeVariables(admin, "fake", { variables: [{ name: "TEAM_KEY" }] });
      await make("lab");
      expect((await environment("lab")).TEAM_KEY).toBe("hunter2");
      const plainly = changeVariables(admin, "fake", { variables: [{ name: "TEAM_KEY", secret: false }] });
      await expect(plainly).rejects.toMatchObject({ code: "document/invalid" });
    });

    it("the value of a secret is shown to those with the right alone, and that is recorded until it changes", async () => {
      await changeVariables(admin, "fake", { variables: [{ name: "KEY", value: "hunter2", secret: true }] });
      await expect(showVariable(admin, "fake", "KEY")).rejects.toMatchObject({ code: "access/forbidden" });
      const owner = await portal.as("owner");
      expect(await showVariable(owner, "fake", "KEY")).toEqual({ value: "hunter2" });
      const record = async () => (await listVariables(admin, "fake")).items.find(({ name }) => name === "KEY");
      expect(await record()).toMatchObject({
        value: null,
        shown_by: "owner@example.com",
        shown_at: expect.any(String),
      });
      await changeVariables(admin, "fake", { variables: [{ name: "KEY", value: "hunter3", secret: true }] });
      expect(await record()).toMatchObject({ shown_by: null, shown_at: null });
    });

    it("are neither seen nor previewed nor changed by editors", async () => {
      for (const deed of [
        listVariables(ada, "fake"),
        previewVariables(ada, "fake", {}),
        changeVariables(ada, "fake", {}),
        showVariable(ada, "fake", "X"),
      ])
        await expect(deed).rejects.toMatchObject({ code: "access/forbidden" });
    });
  });

  describe("the secrets of a workspace", () => {
    beforeEach(() => open({ SHARE_SECRETS_ACROSS_WORKSPACES: "1" }));

    it("reach it with its next change of settings, and are shown nowhere", async () => {
      await make("lab");
      await putSecret(ada, { name: "lab" }, "DB_PASSWORD", { value: "hunter2" });
      expect((await getWorkspace(ada, { name: "lab" })).settings_changed).toEqual(["DB_PASSWORD"]);
      expect(await environment("lab")).not.toHaveProperty("DB_PASSWORD");
      const plan = await previewUpdate(ada, { name: "lab" }, { update_workspace_settings: true });
      expect(plan.plan.effect).toBe("restart");
      await takeOver("lab");
      expect((await environment("lab")).DB_PASSWORD).toBe("hunter2");
      await putSecret(ada, { name: "lab" }, "DB_PASSWORD", { value: "hunter3" });
      const effective = await getEffective(ada, { name: "lab" });
      expect(effective.origins["container_config.env[DB_PASSWORD].value"]).toBe("inherited:secret");
      const shown = [
        plan,
        effective,
        await listSecrets(ada, { name: "lab" }),
        await getManifests(ada, { name: "lab" }),
        await previewUpdate(ada, { name: "lab" }, { update_workspace_settings: true }),
        await getWorkspace(ada, { name: "lab" }),
        await listActivity(ada, { name: "lab" }),
      ];
      expect(JSON.stringify(shown)).not.toMatch(/hunter/);
      expect(JSON.stringify(shown)).toContain("set the secret DB_PASSWORD");
    });

    it("that are offered reach the others, with the name of where they come from, and leave them when withdrawn", async () => {
      await make("lab");
      const bob = await portal.as("editor", "bob");
      await make("bench", bob);
      await putSecret(ada, { name: "lab" }, "API_KEY", { value: "hunter2", shared: true });
      await changed("bench", ["API_KEY"]);
      expect((await listSecrets(bob, { name: "bench" })).offered).toEqual([{ name: "API_KEY", workspace: "lab" }]);
      await takeOver("bench", bob);
      expect((await environment("bench")).API_KEY).toBe("hunter2");
      const { origins } = await getEffective(bob, { name: "bench" });
      expect(origins["container_config.env[API_KEY].value"]).toBe("inherited:secret of lab");
      await make("later", bob);
      expect((await environment("later")).API_KEY).toBe("hunter2");
      await putSecret(ada, { name: "lab" }, "API_KEY", { shared: false });
      await changed("bench", ["API_KEY"]);
      await takeOver("bench", bob);
      expect(await environment("bench")).not.toHaveProperty("API_KEY");
      expect((await getWorkspace(ada, { name: "lab" })).settings_changed).toEqual(["API_KEY"]);
    });

    it("an offer is weaker than the cluster's variables, one's own secret is stronger, the document wins", async () => {
      await portal.stop();
      await open({ SHARE_SECRETS_ACROSS_WORKSPACES: "1", INHERIT_ENV_VARS: "1", USER_DEFINED_VARS: "KEY_A" });
      await make("lab");
      for (const name of ["KEY_A", "KEY_B", "KEY_C"])
        await putSecret(ada, { name: "lab" }, name, { value: `offered ${name}`, shared: true });
      await changeVariables(admin, "fake", { variables: [{ name: "KEY_A", value: "of the cluster" }] });
      const env = "  env:\n    - { name: KEY_C, value: written }\n";
      await createWorkspace(ada, { yaml: documentOf("bench") + env });
      await settled("bench");
      await putSecret(ada, { name: "bench" }, "KEY_B", { value: "its own" });
      await takeOver("bench");
      expect(await environment("bench")).toMatchObject({
        KEY_A: "of the cluster",
        KEY_B: "its own",
        KEY_C: "written",
      });
      expect(JSON.stringify(await getEffective(ada, { name: "bench" }))).not.toMatch(/offered|its own/);
    });

    it("are offered by the workspace's owner alone: not by an administrator, not by an owner of the portal", async () => {
      await make("lab");
      const only = { code: "access/forbidden", message: expect.stringContaining("ada@example.com") };
      for (const other of [admin, await portal.as("owner"), await portal.as("editor", "bob")]) {
        const offer = putSecret(other, { name: "lab" }, "KEY", { value: "x", shared: true });
        await expect(offer).rejects.toMatchObject(only);
      }
      await putSecret(ada, { name: "lab" }, "KEY", { value: "x", shared: true });
      // Nor can those who may change the workspace change what others have from it.
      const swap = putSecret(await portal.as("editor", "bob"), { name: "lab" }, "KEY", { value: "y" });
      await expect(swap).rejects.toMatchObject(only);
      await putSecret(admin, { name: "lab" }, "KEY", { shared: false });
      expect((await listSecrets(ada, { name: "lab" })).items).toMatchObject([{ name: "KEY", shared: false }]);
    });

    it("a viewer sees names and can neither write nor remove; a stranger sees nothing", async () => {
      await make("lab");
      await putSecret(ada, { name: "lab" }, "KEY", { value: "hunter2" });
      const viewer = await portal.as("viewer");
      expect(await listSecrets(viewer, { name: "lab" })).toMatchObject({
        items: [{ name: "KEY" }],
        may: { write: false, share: false },
      });
      const forbidden = { code: "access/forbidden" };
      await expect(putSecret(viewer, { name: "lab" }, "KEY", { value: "x" })).rejects.toMatchObject(forbidden);
      await expect(deleteSecret(viewer, { name: "lab" }, "KEY")).rejects.toMatchObject(forbidden);
      const stranger = await portal.as(null);
      await expect(listSecrets(stranger, { name: "lab" })).rejects.toMatchObject({ code: "not-found" });
    });

    it.each(["LD_PRELOAD", "PORT_", "BASH_ENV", "PYTHONPATH", "https_proxy", "GIT_SSH_COMMAND"])(
      "%s cannot be offered when it would steer the programs of others",
      async (name) => {
        await make("lab");
        const offer = putSecret(ada, { name: "lab" }, name, { value: "x", shared: true });
        if (name === "PORT_") await expect(offer).resolves.toBeDefined();
        else await expect(offer).rejects.toMatchObject({ code: "document/invalid" });
      },
    );

    it("one name is offered once per cluster, and a deleted workspace keeps no offer", async () => {
      await make("lab");
      const bob = await portal.as("editor", "bob");
      await make("bench", bob);
      await putSecret(ada, { name: "lab" }, "KEY", { value: "x", shared: true });
      const second = () => putSecret(bob, { name: "bench" }, "KEY", { value: "y", shared: true });
      await expect(second()).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("lab") });
      await deleteWorkspace(ada, { name: "lab" }, {});
      expect((await listSecrets(bob, { name: "bench" })).offered).toEqual([]);
      await second();
    });

    it.each([
      ["ENV", { value: "x" }, "chooses which variables"],
      ["DATABASE_URL", { value: "x" }, "belongs to the portal itself"],
      ["a b", { value: "x" }, "begins with a letter"],
      ["NEW", { shared: true }, "needs a value"],
      ["NEW", {}, "needs a value"],
    ])("%s with %j is refused with the reason", async (name, input, reason) => {
      await make("lab");
      const deed = putSecret(ada, { name: "lab" }, name, input);
      await expect(deed).rejects.toMatchObject({
        code: "document/invalid",
        message: expect.stringContaining(reason),
      });
    });
  });

  it("without SHARE_SECRETS_ACROSS_WORKSPACES an offer is refused with the reason, and earlier ones count for nothing", async () => {
    await open({ SHARE_SECRETS_ACROSS_WORKSPACES: "1" });
    await make("lab");
    await putSecret(ada, { name: "lab" }, "KEY", { value: "x", shared: true });
    await portal.stop();
    await open({});
    const offer = putSecret(ada, { name: "lab" }, "OTHER", { value: "x", shared: true });
    await expect(offer).rejects.toMatchObject({
      code: "document/invalid",
      message: expect.stringContaining("SHARE_SECRETS_ACROSS_WORKSPACES=1"),
    });
    await make("bench");
    expect(await environment("bench")).not.toHaveProperty("KEY");
    expect(await listSecrets(ada, { name: "bench" })).toMatchObject({ offered: [], sharing: false });
  });
});
