import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import type { Call } from "@/lib/server/services";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { stopWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { listRevisions } from "@/lib/workspaces/server/revisions";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import type { FleetDto } from "../dto";
import { fleetApplyBody, fleetPlanBody, type FleetApplyInput, type FleetPlanInput } from "../schema";
import { applyFleet } from "./apply-fleet";
import { getFleet } from "./get-fleet";
import { planFleet } from "./plan-fleet";
import { pauseFleet, resumeFleet, stopFleet } from "./steer-fleet";
import { fleetWorld, namesIn, type FleetPortal } from "./testing";

const newImage = { patch: { container_config: { image: "one:2" } } };
const names = ["a", "b", "c", "d", "e"];

describe("a rollout", () => {
  let database: TestDatabase;
  let world: ReturnType<typeof fleetWorld>;
  let portal: FleetPortal;
  let ada: Call;
  let ids: Map<string, string>;

  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(async () => {
    world = fleetWorld(database);
    portal = await world.open();
    ada = await portal.as("editor", "ada");
    ids = await world.make(portal, ada, names);
    // From here on the test says when a workspace becomes ready.
    world.control.startsAs("manual");
  });
  afterEach(() => world.close());

  const begin = async (
    call: Call,
    how: Partial<FleetApplyInput> = {},
    change: Partial<FleetPlanInput> = newImage,
  ): Promise<FleetDto> => {
    const plan = await planFleet(call, fleetPlanBody.parse({ selector: {}, ...change }));
    return applyFleet(call, fleetApplyBody.parse({ plan_hash: plan.plan_hash, ...how }));
  };
  const id = (name: string) => ids.get(name) ?? "";
  const seen = (fleet: FleetDto, holds: (now: FleetDto) => boolean, by = ada) =>
    portal.until(() => getFleet(by, fleet.id), holds);
  const working = (fleet: FleetDto, ...expected: readonly string[]) =>
    seen(fleet, (now) => namesIn(now, "working").join() === expected.join());
  /** The new one is up: the fake keeps it "starting" until then. */
  const ready = async (...which: readonly string[]) => {
    for (const name of which) {
      await portal.until(
        () => getWorkspace(ada, { name }),
        ({ phase }) => phase === "starting",
      );
      world.control.makeReady(id(name));
    }
  };
  const updatesOf = async (name: string) =>
    (await database.db.operation.findMany({ where: { workspaceId: id(name), kind: "update" } })).length;
  const images = async () => {
    const found = await Promise.all(names.map((name) => getWorkspace(ada, { name })));
    return found.map(({ document }) => JSON.stringify(document.container_config).includes("one:2"));
  };

  it("goes stage by stage, with no more at once than may be not ready, and says what became of each", async () => {
    const fleet = await begin(ada, { batch: 3, max_unavailable: 2 });
    expect(fleet).toMatchObject({ state: "running", batch: 3, counts: { waiting: 5 } });
    await working(fleet, "a", "b");
    await ready("a");
    await working(fleet, "b", "c");
    await ready("b");
    // The second stage waits for the last of the first.
    const alone = await seen(fleet, (now) => namesIn(now, "done").join() === "a,b");
    expect(namesIn(alone, "working")).toEqual(["c"]);
    expect(namesIn(alone, "waiting")).toEqual(["d", "e"]);
    await ready("c");
    await working(fleet, "d", "e");
    await ready("d", "e");
    const done = await seen(fleet, ({ state }) => state === "done");
    expect(done.items.map(({ stage }) => stage)).toEqual([1, 1, 1, 2, 2]);
    expect(done.items.every((item) => item.operation_id && item.started_at && item.finished_at)).toBe(true);
    expect(await images()).toEqual(names.map(() => true));
    const { items: revisions } = await listRevisions(ada, { name: "a" });
    expect(revisions[0]).toMatchObject({ number: 2, author: ada.actor.email, message: `Fleet change ${fleet.id}` });
    const told = portal.events.flatMap((event) => (event.type === "fleet" ? [event.data.counts.done] : []));
    expect(told).toEqual(told.toSorted((one, other) => one - other));
    expect(told.at(-1)).toBe(5);
  });

  it("goes on after a kill at any moment, and does nothing twice", async () => {
    const fleet = await begin(ada, { batch: 2, max_unavailable: 2 });
    await working(fleet, "a", "b");
    await portal.stop();
    // What a kill leaves where it is meanest: begun, but the operation never stored; and a lease that nobody gave back.
    await database.db.fleetItem.update({
      where: { fleetId_position: { fleetId: fleet.id, position: 2 } },
      data: { state: "working", operationId: "opneverstore" },
    });
    const past = new Date(Date.now() - 1000);
    await database.db.fleet.update({ where: { id: fleet.id }, data: { leaseOwner: "killed", leaseUntil: past } });
    portal = await world.open({ instance: "second" });
    ada = await portal.as("editor", "ada");
    await ready("a", "b", "c");
    await working(fleet, "d");
    await ready("d");
    await working(fleet, "e");
    await ready("e");
    await seen(fleet, ({ state }) => state === "done");
    for (const name of names) expect(await updatesOf(name), name).toBe(1);
  });

  it("is done once by two replicas", async () => {
    const second = await world.open({ instance: "second" });
    world.control.startsAs("ready");
    const fleet = await begin(ada, { batch: 2, max_unavailable: 2 });
    await seen(fleet, ({ state }) => state === "done");
    for (const name of names) expect(await updatesOf(name), name).toBe(1);
    await second.stop();
  });

  it("pauses by itself when one fails, says which, and goes on when it is resumed", async () => {
    const fleet = await begin(ada, { batch: 5, max_unavailable: 1 });
    await working(fleet, "a");
    await portal.until(
      () => getWorkspace(ada, { name: "a" }),
      ({ phase }) => phase === "starting",
    );
    world.control.crash(id("a"));
    const paused = await seen(fleet, ({ state }) => state === "paused");
    expect(paused.reason?.message).toBe("1 failed: a. Repair what is wrong and resume, or stop.");
    expect(paused.counts).toMatchObject({ failed: 1, waiting: 4, done: 0 });
    expect(paused.items[0]?.reasons[0]?.message).toMatch(/exit|crash|ends/i);
    expect(await images()).toEqual([true, false, false, false, false]);
    world.control.startsAs("ready");
    // Still down, it takes up the only place.
    await resumeFleet(ada, fleet.id);
    const full = await seen(fleet, (now) => now.state === "paused" && now.reason?.message !== paused.reason?.message);
    expect(full.reason?.message).toMatch(/^a failed and is not ready, and no more than 1/);
    world.control.makeReady(id("a"));
    await portal.until(
      () => getWorkspace(ada, { name: "a" }),
      (now) => now.ready,
    );
    await resumeFleet(ada, fleet.id);
    const ended = await seen(fleet, ({ finished_at: at }) => at !== null);
    expect(ended).toMatchObject({ state: "failed", counts: { failed: 1, done: 4 } });
  });

  it("begins nothing while it is paused, and leaves out the rest for good when it is stopped", async () => {
    const fleet = await begin(ada, { batch: 5, max_unavailable: 1 });
    await working(fleet, "a");
    expect((await pauseFleet(ada, fleet.id)).reason?.message).toBe("ada@example.com paused it.");
    await ready("a");
    await seen(fleet, (now) => namesIn(now, "done").join() === "a");
    expect((await getFleet(ada, fleet.id)).counts).toMatchObject({ waiting: 4, working: 0 });
    await resumeFleet(ada, fleet.id);
    await working(fleet, "b");
    await expect(resumeFleet(ada, fleet.id)).rejects.toThrow(/Only a rollout that is paused can be resumed/);
    expect((await stopFleet(ada, fleet.id)).counts).toMatchObject({ skipped: 3, working: 1 });
    await ready("b");
    const stopped = await seen(fleet, ({ finished_at: at }) => at !== null);
    expect(stopped).toMatchObject({ state: "stopped", counts: { done: 2, skipped: 3 } });
    await expect(stopFleet(ada, fleet.id)).rejects.toThrow(/this one is stopped/);
    expect(await images()).toEqual([true, true, false, false, false]);
  });

  it("takes a workspace for itself until it has ended with it", async () => {
    const fleet = await begin(ada, { batch: 5, max_unavailable: 1 });
    await working(fleet, "a");
    const admin = await portal.as("admin");
    const other = await planFleet(admin, fleetPlanBody.parse({ selector: {}, action: "restart" }));
    expect(namesIn(other, "excluded")).toEqual(names);
    expect(other.items[1]?.reasons[0]?.message).toBe("Another fleet change has not ended with it yet.");
    await stopFleet(admin, fleet.id);
    // Two plans of the same free workspaces: the first that is applied has them.
    const one = await planFleet(admin, fleetPlanBody.parse({ selector: {}, action: "restart" }));
    expect(namesIn(one, "waiting")).toEqual(["b", "c", "d", "e"]);
    const two = await planFleet(ada, fleetPlanBody.parse({ selector: {}, ...newImage }));
    const applied = await applyFleet(admin, fleetApplyBody.parse({ plan_hash: one.plan_hash }));
    await expect(applyFleet(ada, fleetApplyBody.parse({ plan_hash: two.plan_hash }))).rejects.toMatchObject({
      code: "workspace/busy",
      message: "Another fleet change has not ended with b, c, d, e. Wait for it, or stop it, and plan again.",
    });
    await stopFleet(admin, applied.id);
    world.control.startsAs("ready");
  });

  it("leaves alone whose document was changed since the plan, and plans again where only its state was", async () => {
    const plan = await planFleet(ada, fleetPlanBody.parse({ selector: {}, ...newImage }));
    world.control.startsAs("ready");
    await updateWorkspace(ada, { name: "b" }, { document: { port: 7000 } });
    await stopWorkspace(ada, { name: "c" });
    await portal.until(
      () => database.db.operation.count({ where: { finishedAt: null } }),
      (left) => left === 0,
    );
    const fleet = await applyFleet(ada, fleetApplyBody.parse({ plan_hash: plan.plan_hash, max_unavailable: 5 }));
    const done = await seen(fleet, ({ state }) => state === "done");
    expect(done.items.map(({ name, state }) => `${name} ${state}`)).toEqual([
      "a done",
      "b skipped",
      "c done",
      "d done",
      "e done",
    ]);
    expect(done.items[1]?.reasons[0]?.message).toMatch(/^It was changed after the plan was made/);
    expect(done.items[2]?.reasons[0]?.message).toMatch(/^Its state had changed since the plan/);
    expect(await getWorkspace(ada, { name: "c" })).toMatchObject({ phase: "stopped", revision: 2 });
    expect((await getWorkspace(ada, { name: "b" })).revision).toBe(2);
  });

  it("asks for the author's rights again at each workspace", async () => {
    const [bob, admin] = [await portal.as("editor", "bob"), await portal.as("admin")];
    const fleet = await begin(bob, { batch: 5, max_unavailable: 1 });
    await seen(fleet, (now) => namesIn(now, "working").join() === "a", admin);
    await database.db.user.update({ where: { id: bob.actor.userId }, data: { role: "viewer" } });
    await ready("a");
    const left = await seen(fleet, ({ finished_at: at }) => at !== null, admin);
    expect(left.counts).toMatchObject({ done: 1, skipped: 4 });
    expect(left.items[1]?.reasons[0]?.message).toMatch(/role/);
    expect(await images()).toEqual([true, false, false, false, false]);
  });

  it("stops when its author is not allowed in any more", async () => {
    const [bob, admin] = [await portal.as("editor", "bob"), await portal.as("admin")];
    const fleet = await begin(bob, { batch: 5, max_unavailable: 1 });
    await seen(fleet, (now) => namesIn(now, "working").join() === "a", admin);
    await database.db.user.update({ where: { id: bob.actor.userId }, data: { disabledAt: new Date() } });
    await ready("a");
    const stopped = await seen(fleet, ({ finished_at: at }) => at !== null, admin);
    expect(stopped).toMatchObject({ state: "stopped", counts: { done: 1, skipped: 4 } });
    expect(stopped.reason?.message).toMatch(/^bob@example.com, in whose name/);
  });

  it("pauses and touches nothing while the cluster does not answer", async () => {
    const fleet = await begin(ada, { batch: 5, max_unavailable: 1 });
    await working(fleet, "a");
    await ready("a");
    await working(fleet, "b");
    await pauseFleet(ada, fleet.id);
    await ready("b");
    await seen(fleet, ({ counts }) => counts.done === 2);
    world.control.unreachable("pulled plug");
    await resumeFleet(ada, fleet.id);
    const paused = await seen(fleet, ({ state }) => state === "paused");
    expect(paused.reason?.message).toMatch(/^c was not touched: .*Resume when that is repaired\.$/);
    expect(paused.counts).toMatchObject({ done: 2, waiting: 3, failed: 0 });
    world.control.reachable();
    world.control.startsAs("ready");
    await portal.until(
      () => portal.services.clusters.list()[0]?.state,
      (state) => state === "connected",
    );
    await resumeFleet(ada, fleet.id);
    await seen(fleet, ({ state }) => state === "done");
  });

  it("restarts, or writes for the next restart, as it was asked", async () => {
    world.control.startsAs("ready");
    const restarts = await begin(ada, { max_unavailable: 5 }, { action: "restart", selector: { search: "a" } });
    await seen(restarts, ({ state }) => state === "done");
    const later = await begin(ada, { max_unavailable: 5, apply: "next-restart" });
    await seen(later, ({ state }) => state === "done");
    expect(await getWorkspace(ada, { name: "b" })).toMatchObject({ revision: 2, applied_revision: 1 });
    const plan = await planFleet(ada, fleetPlanBody.parse({ selector: {}, action: "restart" }));
    await expect(
      applyFleet(ada, fleetApplyBody.parse({ plan_hash: plan.plan_hash, apply: "next-restart" })),
    ).rejects.toThrow(/Only an update can wait/);
  });
});
