import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { createFleetLoop, fleetLoopDefaults, type FleetLoop } from "@/lib/fleet/server/loop";
import { openTestCli, type TestCli } from "./testing";

describe("changes over many workspaces on the command line", () => {
  let database: TestDatabase;
  let cli: TestCli;
  let fleets: FleetLoop;
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(async () => {
    cli = await openTestCli(database);
    fleets = createFleetLoop(cli.portal.services, { ...fleetLoopDefaults, lookSeconds: 0.02, alone: false });
    await fleets.start();
    for (const name of ["one", "two"]) await cli.berth("workspace", "create", "-f", `${documents(name)}/${name}.yaml`);
  });
  afterEach(async () => {
    await fleets.close();
    await cli.close();
    await database.db.fleet.deleteMany();
  });

  const documents = (name: string) =>
    cli.files({ [`${name}.yaml`]: `name: ${name}\ncontainer_config: { image: a:1 }\n` });
  const patch = (text: string) => `${cli.files({ "patch.yaml": text })}/patch.yaml`;
  const newImage = () => patch("container_config: { image: a:2 }\n");
  const idIn = (out: string) => /^(\w{12}) is/m.exec(out)?.[1] ?? "";

  it("update-all-workspaces shows the plan of each, then does it in stages and waits", async () => {
    const plan = await cli.berth("update-all-workspaces", "--patch", newImage(), "--dry-run");
    expect(plan.code).toBe(0);
    expect(plan.out).toMatch(/^one +fake +waiting +restart +Workload image changes: it restarts\.$/m);
    expect(plan.out).toContain("2 waiting");
    const done = await cli.berth("update-all-workspaces", "--patch", newImage(), "--batch", "1", "--wait");
    expect([done.code, done.err]).toEqual([0, expect.stringMatching(/one done\n.*two done/)]);
    expect(done.out).toMatch(/^2 +two +fake +done +restart/m);
    const again = await cli.berth("update-all-workspaces", "--patch", newImage(), "--wait");
    expect([again.code, again.out]).toEqual([0, expect.stringContaining("2 unchanged: nothing to do")]);
    const list = await cli.berth("fleet", "list");
    expect(list.out).toMatch(/done +update +2 done/);
  });

  it("narrows by the type of the cluster, and takes over new settings", async () => {
    const none = await cli.berth(
      "update-all-workspaces",
      "--cluster-type",
      "docker",
      "--patch",
      newImage(),
      "--dry-run",
    );
    expect(none.out.trim()).toBe("none");
    const settings = await cli.berth("update-all-workspaces", "--update-workspace-settings", "--wait");
    expect([settings.code, settings.out]).toEqual([0, expect.stringContaining("2 unchanged: nothing to do")]);
  });

  it("pauses, resumes and stops, and ends with 1 where not all was done", async () => {
    cli.fake.control.startsAs("manual");
    const begun = await cli.berth("update-all-workspaces", "--patch", newImage(), "--batch", "1");
    const id = idIn(begun.out);
    expect(begun.out).toContain(`berth fleet get ${id}`);
    expect((await cli.berth("fleet", "pause", id)).out).toMatch(/ is paused: \S+ paused it\./);
    expect((await cli.berth("fleet", "pause", id)).code).toBe(4);
    expect((await cli.berth("fleet", "resume", id)).out).toContain(" is running");
    expect((await cli.berth("fleet", "stop", id)).out).toMatch(/two +fake +skipped/);
    cli.fake.control.startsAs("ready");
    for (const workspace of cli.fake.control.workspaceIds()) cli.fake.control.makeReady(workspace);
    await cli.portal.until(
      async () => (await cli.berth("fleet", "get", id, "-o", "json")).out,
      (out) => out.includes('"finished_at": "') && !out.includes('"state": "working"'),
    );
    expect((await cli.berth("fleet", "get", id, "--wait")).code).toBe(1);
  });

  it.each([
    [["fleet", "get", "absent"], 3, "no rollout absent"],
    [["update-all-workspaces", "--batch", "0"], 2, "whole number"],
    [["update-all-workspaces", "--apply", "later"], 2, "next-restart"],
  ])("%j ends with %d and the reason", async (args, code, reason) => {
    const ran = await cli.berth(...args);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(reason)]);
  });

  it("re-add-workspace-routes --all asks once for all, and touches none that has no route", async () => {
    const ran = await cli.berth("re-add-workspace-routes", "--all");
    expect([ran.code, ran.err]).toEqual([0, ""]);
    expect((await cli.berth("fleet", "list")).out.trim()).toBe("No rollouts.");
  });

  it("refuses a patch that is no map", async () => {
    const ran = await cli.berth("update-all-workspaces", "--patch", patch("- a\n"));
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining("must be a map")]);
  });
});
