import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { openTestCli, type TestCli } from "./testing";

const documentOf = (image: string) => `# kept\nname: lab\ncontainer_config:\n  image: ${image}\n`;

describe("berth workspace", () => {
  let database: TestDatabase;
  let cli: TestCli;
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(async () => {
    cli = await openTestCli(database, {
      SHARE_SECRETS_ACROSS_WORKSPACES: "1",
      INHERIT_ENV_VARS: "1",
      USER_DEFINED_VARS: "TEAM_*",
    });
    await ws("create", "-f", cli.files({ "lab.yaml": documentOf("example/one:1") }) + "/lab.yaml");
  });
  afterEach(() => cli.close());

  const ws = (...args: readonly string[]) => cli.berth("workspace", ...args);
  const update = (image: string) =>
    ws("update", "lab", "-f", `${cli.files({ "lab.yaml": documentOf(image) })}/lab.yaml`);
  const lab = async () => getWorkspace(await cli.portal.as("owner"), { name: "lab" });

  it("history, diff and rollback: back to an earlier document as a new revision", async () => {
    await update("example/two:1");
    const { out: history } = await ws("history", "lab");
    expect(history.split("\n").slice(1, 3)).toEqual([expect.stringMatching(/^2 /), expect.stringMatching(/^1 /)]);
    const { out: difference } = await ws("diff", "lab");
    expect(difference).toContain("-  image: example/one:1");
    expect(difference).toContain("+  image: example/two:1");
    expect((await ws("diff", "lab", "--from", "2", "--to", "2")).out).toContain("are the same");
    const plan = await ws("rollback", "lab", "--to", "1", "--dry-run");
    expect(plan.out).toContain('"example/two:1" -> "example/one:1"');
    expect((await lab()).revision).toBe(2);
    expect((await ws("rollback", "lab", "--to", "1")).code).toBe(0);
    expect(await lab()).toMatchObject({ revision: 3, document_yaml: documentOf("example/one:1") });
  });

  it.each([
    [["rollback", "lab", "--to", "x"], 2, "--to takes the number of a revision"],
    [["rollback", "lab", "--to", "9"], 3, "has no revision 9"],
    [["diff", "lab", "--from", "7"], 3, "has no revision 7"],
    [["history", "absent"], 3, "no workspace absent"],
    [["drift", "lab", "--accept", "--revert"], 2, "not both"],
    [["restore", "lab"], 3, "lab"],
  ])("%j ends with %d and the reason", async (args, code, reason) => {
    const ran = await ws(...args);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(reason)]);
  });

  it("drift: shown, accepted into the document, reverted", async () => {
    expect((await ws("drift", "lab")).out).toContain("Nothing was changed outside Berth.");
    const { id } = await lab();
    const tamper = async (image: string) => {
      const workload = cli.fake.control.observation(id).manifests.find(({ kind }) => kind === "Workload");
      if (!workload) throw new Error("there is no workload");
      cli.fake.control.overwrite(id, { ...workload, body: { ...workload.body, image } });
      await cli.portal.until(lab, ({ drift }) => drift);
    };
    await tamper("example/other:1");
    expect((await ws("drift", "lab")).out).toMatch(/Workload\/\S+\s+image\s+"example\/one:1"\s+"example\/other:1"/);
    expect((await ws("drift", "lab", "--revert", "--dry-run")).out).toContain('"example/other:1" -> "example/one:1"');
    expect((await ws("drift", "lab", "--accept")).code).toBe(0);
    expect((await lab()).document_yaml).toBe(documentOf("example/other:1"));
    await tamper("example/third:1");
    expect((await ws("drift", "lab", "--revert")).code).toBe(0);
    await cli.portal.until(lab, ({ drift }) => !drift);
    expect((await lab()).document_yaml).toBe(documentOf("example/other:1"));
  });

  it("deleted and restore: what was deleted with its storage kept comes back", async () => {
    expect((await ws("delete", "lab", "--confirm", "lab")).code).toBe(0);
    expect((await ws("deleted", "-o", "name")).out).toBe("lab\n");
    expect((await ws("restore", "lab")).code).toBe(0);
    expect(await lab()).toMatchObject({ name: "lab", document_yaml: documentOf("example/one:1") });
    expect((await ws("deleted", "-o", "name")).out).toBe("");
  });

  it("variables: import, list, dry run and delete", async () => {
    const env = `${cli.files({ ".env": "TEAM_A=1\nOTHER='two words'\n" })}/.env`;
    const dry = await cli.berth("variable", "import", "-f", env, "--dry-run");
    expect(dry.out).toMatch(/new {5}TEAM_A\nnew {5}OTHER\n1 of 1 workspaces/);
    expect((await cli.berth("variable", "list", "-o", "env")).out).toBe("");
    await cli.berth("variable", "import", "-f", env);
    expect((await cli.berth("variable", "list", "-o", "env")).out).toBe('OTHER="two words"\nTEAM_A=1\n');
    await cli.berth("variable", "set", "TEAM_A", "2");
    expect((await cli.berth("variable", "list")).out).toMatch(
      /TEAM_A\s+2\s+Variables page\s+USER_DEFINED_VARS=TEAM_\*/,
    );
    expect((await cli.berth("variable", "delete", "TEAM_A", "OTHER")).out).toBe("removed TEAM_A\nremoved OTHER\n");
    const bad = await cli.berth("variable", "import", "-f", `${cli.files({ e: "TEAM_A=1\nno\n" })}/e`);
    expect([bad.code, bad.err]).toEqual([
      4,
      expect.stringContaining("line 2:1 document: This line is not NAME=value."),
    ]);
    expect((await cli.berth("variable", "set", "KEY", "x", "--secret")).code).toBe(2);
  });

  it("secrets: offered, withdrawn and deleted, never printed", async () => {
    await cli.portal.services.db.workspaceSecret.create({
      data: {
        id: "s",
        workspaceId: (await lab()).id,
        name: "KEY",
        value: cli.portal.services.secrets.seal("hunter2"),
        updatedAt: new Date("2026-11-21T12:00:00Z"),
        updatedBy: "ada@example.com",
      },
    });
    expect((await cli.berth("secret", "share", "lab", "KEY")).out).toMatch(/KEY\s+to all of the cluster/);
    const withdrawn = await cli.berth("secret", "withdraw", "lab", "KEY", "-o", "json");
    expect(JSON.parse(withdrawn.out)).toMatchObject([{ name: "KEY", shared: false }]);
    expect(withdrawn.out).not.toContain("hunter2");
    expect((await cli.berth("secret", "delete", "lab", "KEY", "-o", "name")).out).toBe("");
    expect((await cli.berth("secret", "delete", "lab", "KEY")).code).toBe(3);
  });
});
