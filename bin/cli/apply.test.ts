import fs from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { appliedByLabel } from "@/lib/workspaces/applied-by";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { splitDocuments } from "./apply-documents";
import { openTestCli, type TestCli } from "./testing";

const one = "# Notes\nname: one\ncontainer_config:\n  image: example/one:1 # pinned\n";
const two = "name: two\ncontainer_config:\n  image: example/two:1\n";

describe("a file of several documents", () => {
  it.each([
    ["one document", "name: a\n", [[0, "name: a\n"]]],
    [
      "comments before the first dashes",
      "# x\n---\nname: a\n---\nname: b\n",
      [
        [2, "name: a\n"],
        [4, "name: b\n"],
      ],
    ],
    [
      "empty ones, ends and directives",
      "%YAML 1.2\n---\nname: a\n...\n---\n---\n# b\nname: b",
      [
        [2, "name: a\n"],
        [6, "# b\nname: b"],
      ],
    ],
    [
      "dashes inside a text",
      "a: |\n  ---\n  x\n--- # next\nname: b\r\n",
      [
        [0, "a: |\n  ---\n  x\n"],
        [4, "name: b\r\n"],
      ],
    ],
    ["a document beside its dashes", "--- {name: a}\n", [[0, "    {name: a}\n"]]],
  ])("%s", (_case, text, expected) => {
    expect(splitDocuments("f", text).map((source) => [source.offset, source.text])).toEqual(expected);
  });
});

describe("berth apply", () => {
  let database: TestDatabase;
  let cli: TestCli;
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(async () => {
    cli = await openTestCli(database);
  });
  afterEach(() => cli.close());

  const read = async (name: string) => getWorkspace(await cli.portal.as("owner"), { name });

  it("creates what is missing, updates what differs, and a second run changes nothing", async () => {
    const folder = cli.files({
      "a/one.yaml": one,
      "b.yml": `---\n${two}`,
      "notes.txt": "no document",
      ".hidden.yaml": "x: [",
    });
    const first = await cli.berth("apply", "-f", folder);
    expect([first.code, first.out.split("\n").sort()]).toEqual([0, ["", "created   one", "created   two"]]);
    expect((await read("one")).document_yaml).toBe(one);

    const again = await cli.berth("apply", "-f", folder);
    expect(again.out.split("\n").sort()).toEqual(["", "unchanged one", "unchanged two"]);
    expect((await read("one")).revision).toBe(1);

    fs.writeFileSync(path.join(folder, "b.yml"), two.replace("two:1", "two:2"));
    expect((await cli.berth("apply", "-f", folder)).out).toContain("updated   two [restart]");
    expect([(await read("one")).revision, (await read("two")).revision]).toEqual([1, 2]);
  });

  it("what `workspace get -o yaml` exports applies unchanged, comments included", async () => {
    await cli.berth("apply", "-f", cli.files({ "one.yaml": one }), "--set", "team");
    const { out } = await cli.berth("workspace", "get", "one", "-o", "yaml");
    expect(out).toContain("# pinned");
    expect((await cli.berth("apply", "-f", cli.files({ "x.yaml": out }))).out).toBe("unchanged one\n");
    expect((await cli.berth("apply", "-f", cli.files({ "x.yaml": out }), "--set", "team")).out).toBe("unchanged one\n");
    expect((await read("one")).revision).toBe(1);
  });

  it("tells the faults of all documents at once with their places, and then does nothing", async () => {
    const folder = cli.files({
      "good.yaml": one,
      "bad.yaml": "name: bad\nport: high\n---\nname: worse\nimagee: x\ncontainer_config: { image: a }\n",
      "broken.yaml": "a: [\n",
      "nameless.json": '{ "port": 1 }',
      "twice.yaml": one,
    });
    const { code, err } = await cli.berth("apply", "-f", folder, "--set", "team");
    expect(code).toBe(4);
    expect(err).toMatch(/bad\.yaml:2:\d+: port/);
    expect(err).toMatch(/bad\.yaml:5:1: imagee/);
    expect(err).toMatch(/broken\.yaml:\d+:\d+: /);
    expect(err).toContain("nameless.json:1:1: This is no workspace");
    expect(err).toMatch(/twice\.yaml:2:1: one stands at .*good\.yaml:2:1 already/);
    expect(err).toContain("nothing was applied");
    expect((await cli.berth("workspace", "list", "-o", "name")).out).toBe("");
  });

  it("a dry run shows each workspace's effect and does nothing", async () => {
    await cli.berth("apply", "-f", cli.files({ "one.yaml": one, "gone.yaml": two }), "--set", "team");
    const folder = cli.files({ "one.yaml": one.replace("one:1", "one:2"), "new.yaml": two.replace("two", "fresh") });
    const { code, out } = await cli.berth("apply", "-f", folder, "--set", "team", "--prune", "--dry-run");
    expect(code).toBe(0);
    expect(out).toContain("create    fresh");
    expect(out).toContain("update    one [restart]");
    expect(out).toContain('"example/one:1" -> "example/one:2"');
    expect(out).toContain("delete    two [storage stays]");
    expect((await cli.berth("workspace", "list", "-o", "name")).out).toBe("one\ntwo\n");
    expect((await read("one")).revision).toBe(1);
  });

  it("prunes what it applied before as this set, and nothing that others made", async () => {
    const bob = await cli.portal.as("editor", "bob");
    await createWorkspace(bob, { yaml: "name: of-bob\n" });
    await createWorkspace(bob, { yaml: `name: marked\nlabels:\n  ${appliedByLabel}: team\n` });
    await cli.berth("apply", "-f", cli.files({ "one.yaml": one, "two.yaml": two }), "--set", "team");
    await cli.berth("apply", "-f", cli.files({ "x.yaml": "name: other\n" }), "--set", "other");
    const { code, out, err } = await cli.berth(
      "apply",
      "-f",
      cli.files({ "one.yaml": one }),
      "--set",
      "team",
      "--prune",
    );
    expect([code, out]).toEqual([0, "unchanged one\ndeleted   two\n"]);
    expect(err).toContain("Not pruned: marked belongs to bob@example.com");
    const { out: left } = await cli.berth("workspace", "list", "-o", "name");
    expect(left.trim().split("\n").sort()).toEqual(["marked", "of-bob", "one", "other"]);
    // Its storage was kept, so it can be had back.
    expect((await cli.berth("workspace", "deleted", "-o", "name")).out).toBe("two\n");
  });

  it.each([
    [["--prune"], "--prune needs --set"],
    [["--delete-storage", "--set", "x"], "--delete-storage needs --prune"],
    [["--set", "not a label"], "--set takes letters"],
    [["-f", "absent.yaml"], "absent.yaml does not exist"],
  ])("%j is a fault of usage", async (args, text) => {
    const { code, err } = await cli.berth("apply", "-f", cli.files({ "one.yaml": one }), ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(text)]);
  });

  it("an empty folder prunes nothing: it is a fault", async () => {
    await cli.berth("apply", "-f", cli.files({ "one.yaml": one }), "--set", "team");
    const { code, err } = await cli.berth("apply", "-f", cli.files({}), "--set", "team", "--prune");
    expect([code, err]).toEqual([2, expect.stringContaining("nothing was done")]);
    expect((await read("one")).name).toBe("one");
  });

  it("does not take a workspace from another set unless told to", async () => {
    const folder = cli.files({ "one.yaml": one });
    await cli.berth("apply", "-f", folder, "--set", "team");
    const refused = await cli.berth("apply", "-f", folder, "--set", "other");
    expect([refused.code, refused.err]).toEqual([4, expect.stringContaining("part of the set team")]);
    expect((await cli.berth("apply", "-f", folder)).out).toBe("unchanged one\n");
    expect((await cli.berth("apply", "-f", folder, "--set", "other", "--take-over")).code).toBe(0);
    expect((await read("one")).labels).toEqual({ [appliedByLabel]: "other" });
  });

  it("plans once more when somebody changed a workspace meanwhile, says so, and then does what was planned", async () => {
    const folder = cli.files({ "one.yaml": one });
    await cli.berth("apply", "-f", folder);
    fs.writeFileSync(path.join(folder, "one.yaml"), one.replace("one:1", "one:2"));
    const ada = await cli.portal.as("owner");
    cli.beforeNext("PATCH", () => updateWorkspace(ada, { name: "one" }, { document: { port: 8000 } }));
    const { code, out, err } = await cli.berth("apply", "-f", folder);
    expect(err).toContain("one: changed since it was planned; planned again");
    expect([code, out]).toEqual([0, expect.stringContaining("updated   one")]);
    expect((await read("one")).document_yaml).toBe(one.replace("one:1", "one:2"));
  });

  it("fails with the reason when a workspace cannot be made, and then prunes nothing", async () => {
    await cli.berth("apply", "-f", cli.files({ "one.yaml": one }), "--set", "team");
    cli.fake.control.fail({ call: "apply", error: "cluster/forbidden", message: "the verb create is missing" });
    const args = ["-f", cli.files({ "two.yaml": two }), "--set", "team", "--prune", "-o", "json"];
    const { code, out, err } = await cli.berth("apply", ...args);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([{ name: "two", action: "create", failure: expect.stringMatching(/\S/) }]);
    expect(err).toContain("Nothing was pruned");
    expect((await read("one")).name).toBe("one");
  });
});
