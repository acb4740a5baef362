import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { savePolicy } from "@/lib/policy/server/save-policy";
import type { Call } from "@/lib/server/services";
import { deleteWorkspace } from "@/lib/workspaces/server/delete-workspace";
import { stopWorkspace } from "@/lib/workspaces/server/operate-workspace";
import type { FleetPlanDto } from "../dto";
import { fleetPlanBody, type FleetPlanInput } from "../schema";
import { applyFleet } from "./apply-fleet";
import { getFleet, listFleets } from "./get-fleet";
import { planFleet } from "./plan-fleet";
import { pauseFleet } from "./steer-fleet";
import { fleetWorld, namesIn, type FleetPortal } from "./testing";

const how = { batch: 10, max_unavailable: 1, max_failures: 1, apply: "now" } as const;
const image = (name: string) => ({ patch: { container_config: { image: name } } });
const plan = (call: Call, input: Partial<FleetPlanInput>) =>
  planFleet(call, fleetPlanBody.parse({ selector: {}, ...input }));
const reasonsOf = ({ items }: FleetPlanDto, name: string) =>
  items.find((item) => item.name === name)?.reasons.map(({ message }) => message);

describe("the plan of a fleet change", () => {
  let database: TestDatabase;
  let world: ReturnType<typeof fleetWorld>;
  let portal: FleetPortal;
  let ada: Call;

  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(async () => {
    world = fleetWorld(database);
    portal = await world.open();
    ada = await portal.as("editor", "ada");
  });
  afterEach(async () => {
    await database.db.policyVersion.deleteMany();
    await world.close();
  });

  const settle = () =>
    portal.until(
      () => database.db.operation.count({ where: { finishedAt: null } }),
      (left) => left === 0,
    );

  it("tells effect and reason of each workspace, and touches none", async () => {
    await world.make(portal, ada, ["a", "b", "c"]);
    await stopWorkspace(ada, { name: "c" });
    await settle();
    const before = world.control.calls().filter(({ call }) => call === "apply").length;
    const made = await plan(ada, { selector: { workspaces: [{ name: "a" }, { name: "c" }] }, ...image("one:2") });
    expect(made.items.map(({ name, state, effect }) => [name, state, effect])).toEqual([
      ["a", "waiting", "restart"],
      ["c", "waiting", "restart"],
    ]);
    expect(made).toMatchObject({ effect: "restart", effects: { restart: 2, none: 0 }, counts: { waiting: 2 } });
    expect(reasonsOf(made, "a")).toEqual(["Workload image changes: it restarts."]);
    expect(reasonsOf(made, "c")).toEqual(["Workload image changes with its next start: it is stopped and stays so."]);
    expect(world.control.calls().filter(({ call }) => call === "apply")).toHaveLength(before);
    expect(await listFleets(ada)).toMatchObject({ items: [], total: 0 });
  });

  it("has the same hash for the same, and another for another change or another world", async () => {
    await world.make(portal, ada, ["a"]);
    const [first, again, other] = [
      await plan(ada, image("one:2")),
      await plan(ada, image("one:2")),
      await plan(ada, image("one:3")),
    ];
    expect(again.plan_hash).toBe(first.plan_hash);
    expect(other.plan_hash).not.toBe(first.plan_hash);
    await stopWorkspace(ada, { name: "a" });
    await settle();
    expect((await plan(ada, image("one:2"))).plan_hash).not.toBe(first.plan_hash);
  });

  it("leaves out, each with its reason, what does not exist, is busy, is being deleted, or is so already", async () => {
    await world.make(portal, ada, ["a", "b", "c"]);
    const release = world.control.hold("apply");
    await stopWorkspace(ada, { name: "b" });
    await deleteWorkspace(ada, { name: "c" }, { storage: "keep" });
    const workspaces = ["a", "b", "c", "d"].map((name) => ({ name }));
    const made = await plan(ada, { selector: { workspaces }, ...image("one:1") });
    expect(made.items.map(({ name, state }) => [name, state])).toEqual([
      ["a", "unchanged"],
      ["b", "excluded"],
      ["c", "excluded"],
      ["d", "excluded"],
    ]);
    expect(reasonsOf(made, "b")).toEqual(["A stop of it is under way. Plan again when that has ended."]);
    expect(reasonsOf(made, "c")?.[0]).toMatch(/being deleted/);
    expect(reasonsOf(made, "d")).toEqual(["There is no workspace d."]);
    await expect(applyFleet(ada, { plan_hash: made.plan_hash, ...how })).rejects.toThrow(/touches no workspace/);
    release();
    await settle();
  });

  it("names what the policy and the document's own rules refuse, and goes on with the others", async () => {
    const admin = await portal.as("admin");
    await world.make(portal, ada, ["a", "b"]);
    await savePolicy(admin, {
      text: "enabled: true\nenforce: true\nstrict: true\nrequire: { images: ['one:*', 'one'] }\n",
    });
    const refused = await plan(ada, image("other:1"));
    expect(namesIn(refused, "refused")).toEqual(["a", "b"]);
    expect(reasonsOf(refused, "a")?.[0]).toMatch(/Images of "docker.io\/library\/other" are not allowed|Images of/);
    const renamed = await plan(ada, { patch: { name: "c" } });
    expect(namesIn(renamed, "refused")).toEqual(["a", "b"]);
  });

  it("reaches what the person may operate, and tells of nothing that they may not see", async () => {
    const [admin, viewer, nobody] = [await portal.as("admin"), await portal.as("viewer"), await portal.as(null)];
    await world.make(portal, ada, ["a"]);
    await world.make(portal, admin, ["b"]);
    expect(namesIn(await plan(ada, image("one:2")), "waiting")).toEqual(["a", "b"]);
    const seen = await plan(viewer, image("one:2"));
    expect(namesIn(seen, "excluded")).toEqual(["a", "b"]);
    expect(reasonsOf(seen, "a")?.[0]).toMatch(/role/);
    expect((await plan(nobody, image("one:2"))).items).toEqual([]);
    const named = await plan(nobody, { selector: { workspaces: [{ name: "a" }] }, ...image("one:2") });
    expect(named.items).toMatchObject([{ state: "excluded", workspace_id: null }]);
    expect(reasonsOf(named, "a")).toEqual(["There is no workspace a."]);
  });

  it("takes the filters of the list, and narrows names by them", async () => {
    await world.make(portal, ada, ["a", "b"]);
    await stopWorkspace(ada, { name: "b" });
    await settle();
    const names = async (selector: FleetPlanInput["selector"]) =>
      (await plan(ada, { selector, ...image("one:2") })).items.map(({ name }) => name);
    expect(await names({ phase: "stopped" })).toEqual(["b"]);
    expect(await names({ owner: "me", cluster: "fake", cluster_type: "fake" })).toEqual(["a", "b"]);
    expect(await names({ cluster_type: "docker" })).toEqual([]);
    expect(await names({ template: "none" })).toEqual([]);
    expect(await names({ outdated: true })).toEqual([]);
    await database.db.workspace.updateMany({ where: { name: "b" }, data: { templateOutdated: true } });
    expect(await names({ outdated: true })).toEqual(["b"]);
    expect(await names({ workspaces: [{ name: "a" }, { name: "b" }], phase: "running" })).toEqual(["a"]);
  });

  it("is the author's own: nobody else applies it, and only administrators see the rollout of another", async () => {
    await world.make(portal, ada, ["a"]);
    const made = await plan(ada, image("one:2"));
    const [bob, admin] = [await portal.as("editor", "bob"), await portal.as("admin")];
    await expect(applyFleet(bob, { plan_hash: made.plan_hash, ...how })).rejects.toThrow(/No plan of yours/);
    const { id } = await applyFleet(ada, { plan_hash: made.plan_hash, ...how });
    await expect(applyFleet(ada, { plan_hash: made.plan_hash, ...how })).rejects.toThrow(/No plan of yours/);
    await expect(getFleet(bob, id)).rejects.toMatchObject({ code: "not-found" });
    await expect(pauseFleet(bob, id)).rejects.toMatchObject({ code: "not-found" });
    expect((await listFleets(bob)).items).toEqual([]);
    expect((await getFleet(admin, id)).by).toBe(ada.actor.email);
    expect((await listFleets(admin)).total).toBe(1);
    await portal.until(
      () => getFleet(ada, id),
      ({ state }) => state === "done",
    );
  });

  it("is refused to tokens that only read and to those that are limited to workspaces", async () => {
    const token = (scopes: readonly ("read" | "operate")[], workspaceIds: readonly string[] | null): Call => ({
      ...ada,
      actor: { ...ada.actor, via: "token", token: { id: "t", scopes, workspaceIds } },
    });
    await expect(plan(token(["read"], null), image("x"))).rejects.toMatchObject({ code: "access/forbidden" });
    await expect(plan(token(["operate"], []), image("x"))).rejects.toMatchObject({ code: "access/forbidden" });
    expect((await plan(token(["operate"], null), image("x"))).items).toEqual([]);
  });

  it("refuses a patch beside an action that takes none", async () => {
    await expect(plan(ada, { action: "restart", ...image("x") })).rejects.toThrow(/go with the action update only/);
  });
});
