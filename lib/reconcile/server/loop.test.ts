import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import type { Call } from "@/lib/server/services";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { deleteWorkspace } from "@/lib/workspaces/server/delete-workspace";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { cancelOperation, getOperation } from "@/lib/workspaces/server/operations";
import { restartWorkspace, startWorkspace, stopWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { openTestPortal, type TestPortal, type TestPortalOptions } from "@/lib/workspaces/server/testing";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";

const ref = { name: "lab" };
const document = { yaml: "name: lab\ncontainer_config:\n  image: example/one:1\n" };

describe("the reconciler", () => {
  let database: TestDatabase;
  let fake: ReturnType<typeof createFakeCluster>;
  let portals: TestPortal[];

  const open = async (options: Partial<TestPortalOptions> = {}) => {
    const portal = await openTestPortal({ database, provider: fake.provider, ...options });
    portals.push(portal);
    return portal;
  };
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(() => {
    fake = createFakeCluster();
    portals = [];
  });
  afterEach(async () => {
    await Promise.all(portals.map((portal) => portal.stop()));
    await database.db.$executeRaw`TRUNCATE "User", "Cluster" CASCADE`;
  });

  const settled = (portal: TestPortal, call: Call, phase: string) =>
    portal.until(
      () => getWorkspace(call, ref),
      (seen) => seen.phase === phase && seen.operation === null,
    );
  const ended = (portal: TestPortal, call: Call, id: string) =>
    portal.until(
      () => getOperation(call, id),
      (seen) => seen.finished_at !== null,
    );
  const applied = () => fake.control.calls().flatMap(({ call, detail }) => (call === "apply" ? [detail] : []));
  const objects = (id: string) => fake.control.observation(id).manifests.map(({ kind }) => kind);

  describe.each([1, 2, 3, 4, 5, 6])("when the portal is killed at call %i of the cluster", (nth) => {
    it.each(["before", "after"] as const)(
      "brings create, update and delete to their end (%s the call has its effect)",
      async (moment) => {
        for (const deed of ["create", "update", "delete"] as const) {
          let portal = await open({ instance: `${deed}-1` });
          const call = await portal.as("editor");
          if (deed !== "create") await settled(portal, call, "running");
          const earlier = fake.control.calls().length;
          let killed = false;
          const kill = () => {
            killed = true;
            void portal.stop();
          };
          // Every call of the runtime counts; at the nth the process is gone: its signal is aborted and its answer reaches nobody.
          const stopAt = setInterval(() => {
            if (!killed && fake.control.calls().length >= earlier + nth) kill();
          }, 0);
          if (moment === "after")
            fake.control.fail({ call: "apply", error: "internal", after: nth - 1, times: 1, afterEffect: true });
          else fake.control.fail({ call: "apply", error: "internal", after: nth - 1, times: 1 });
          const made =
            deed === "create"
              ? await createWorkspace(call, document)
              : deed === "update"
                ? await updateWorkspace(call, ref, { document: { container_config: { image: "example/one:2" } } })
                : await deleteWorkspace(call, ref, { storage: "delete" });
          const { id, workspace_id: workspaceId } = made.operation;
          await portal.loop.close();
          clearInterval(stopAt);
          fake.control.recover();
          portal = await open({ instance: `${deed}-2` });
          const again = await portal.as("editor");
          expect(await ended(portal, again, id)).toMatchObject({ state: "done" });
          if (deed === "delete") expect(objects(workspaceId)).toEqual([]);
          else expect(objects(workspaceId)).toEqual(["Volume", "Workload"]);
          await portal.stop();
        }
        const creates = applied().filter((detail) => detail.startsWith("create"));
        // A call that failed without an effect is done again; one that had its effect is not.
        expect(new Set(creates)).toEqual(new Set(["create Volume", "create Workload"]));
      },
    );
  });

  it("does nothing twice when two replicas share the work", async () => {
    const first = await open({ instance: "one" });
    const second = await open({ instance: "two" });
    const call = await first.as("editor");
    const release = fake.control.hold("apply");
    const { operation } = await createWorkspace(call, document);
    await first.until(applied, (calls) => calls.length > 0);
    second.loop.wake(operation.workspace_id);
    await second.loop.idle();
    release();
    await settled(first, call, "running");
    expect(applied()).toEqual(["create Volume", "create Workload"]);
  });

  /** What a killed process leaves: an operation that has begun, and a lease that nobody gave back. */
  async function leaveBehind(leaseMilliseconds: number): Promise<string> {
    const dead = await open({ instance: "dead" });
    const call = await dead.as("editor");
    fake.control.fail({ call: "apply", error: "cluster/unreachable" });
    const { operation } = await createWorkspace(call, document);
    await dead.until(
      () => getOperation(call, operation.id),
      (seen) => seen.progress.length > 0,
    );
    await dead.stop();
    const leaseUntil = new Date(Date.now() + leaseMilliseconds);
    await database.db.workspace.updateMany({ data: { leaseOwner: "dead", leaseUntil } });
    fake.control.recover();
    return operation.id;
  }

  it("goes on with what a dead replica left when its lease ends", async () => {
    const operation = await leaveBehind(300);
    const heir = await open({ instance: "heir", loop: { sweepSeconds: 0.05 } });
    expect(await ended(heir, await heir.as("editor"), operation)).toMatchObject({ state: "done" });
  });

  it("goes on at once with what a killed portal left, when no other can be at work", async () => {
    const operation = await leaveBehind(3_600_000);
    const heir = await open({ instance: "heir", loop: { alone: true, sweepSeconds: 0.05 } });
    expect(await ended(heir, await heir.as("editor"), operation)).toMatchObject({ state: "done" });
  });

  it("waits while the cluster is away, says so, and goes on when it is back", async () => {
    const portal = await open();
    const call = await portal.as("editor");
    const { operation } = await createWorkspace(call, document);
    await ended(portal, call, operation.id);
    fake.control.unreachable("connection refused");
    await portal.until(
      () => getWorkspace(call, ref),
      (seen) => seen.phase === "unknown" && seen.cause?.code === "cluster-unreachable",
    );
    const stop = await stopWorkspace(call, ref);
    await portal.until(
      () => getOperation(call, stop.operation.id),
      (seen) => seen.progress.some(({ step }) => step.startsWith("waiting")),
    );
    fake.control.reachable();
    expect(await ended(portal, call, stop.operation.id)).toMatchObject({ state: "done" });
    await settled(portal, call, "stopped");
  });

  it.each([
    ["cluster/forbidden", "forbidden"],
    ["cluster/quota", "quota-exceeded"],
    ["cluster/rejected", "rejected"],
  ] as const)("ends an operation that the cluster answers with %s, and says why", async (error, code) => {
    const portal = await open();
    const call = await portal.as("editor");
    fake.control.fail({ call: "apply", error, message: "the reason" });
    const { operation } = await createWorkspace(call, document);
    const over = await ended(portal, call, operation.id);
    expect(over).toMatchObject({ state: "failed", error: { code } });
    expect(over.error?.next_step).toBeTruthy();
    expect(await getWorkspace(call, ref)).toMatchObject({ phase: "failed", cause: { code } });
    // Once the reason is gone, a start takes it up again.
    fake.control.recover();
    await startWorkspace(call, ref);
    await settled(portal, call, "running");
  });

  it("tries again after a conflict", async () => {
    const portal = await open();
    const call = await portal.as("editor");
    fake.control.fail({ call: "apply", error: "cluster/conflict", times: 2 });
    const { operation } = await createWorkspace(call, document);
    expect(await ended(portal, call, operation.id)).toMatchObject({ state: "done" });
  });

  it("ends a start that crashes again and again, with the cause", async () => {
    const portal = await open();
    const call = await portal.as("editor");
    fake.control.startsAs("crash");
    const { operation } = await createWorkspace(call, document);
    expect(await ended(portal, call, operation.id)).toMatchObject({ state: "failed", error: { code: "crash-loop" } });
    expect(await getWorkspace(call, ref)).toMatchObject({ phase: "failed", desired: "running" });
  });

  it("ends an operation that does not get on within the deadline", async () => {
    const portal = await open({ loop: { deadlineSeconds: 0 } });
    const call = await portal.as("editor");
    fake.control.startsAs("never-ready");
    const { operation, workspace } = await createWorkspace(call, document);
    await portal.until(
      () => objects(workspace.id),
      (kinds) => kinds.length === 2,
    );
    portal.loop.wake(workspace.id);
    expect(await ended(portal, call, operation.id)).toMatchObject({
      state: "failed",
      error: { code: "deadline-exceeded" },
    });
    expect((await getWorkspace(call, ref)).phase).toBe("failed");
  });

  it("sees a change whose event was lost, because it looks again", async () => {
    const portal = await open();
    const call = await portal.as("editor");
    fake.control.startsAs("manual");
    const { operation, workspace } = await createWorkspace(call, document);
    await portal.until(
      () => objects(workspace.id),
      (kinds) => kinds.length === 2,
    );
    fake.control.loseEvents();
    fake.control.makeReady(workspace.id);
    expect(await ended(portal, call, operation.id)).toMatchObject({ state: "done" });
  });

  it("tells screens of a crash that nobody asked for, and of the recovery", async () => {
    const portal = await open();
    const call = await portal.as("editor");
    const { workspace } = await createWorkspace(call, document);
    await settled(portal, call, "running");
    const phaseTold = (phase: string) =>
      portal.until(
        () => portal.events.findLast((event) => event.type === "workspace"),
        (event) => event?.type === "workspace" && "phase" in event.data && event.data.phase === phase,
      );
    fake.control.crash(workspace.id);
    await phaseTold("failed");
    fake.control.makeReady(workspace.id);
    await phaseTold("running");
  });

  it("lets the last wish win: a stop ends the start that is under way", async () => {
    const portal = await open();
    const call = await portal.as("editor");
    fake.control.startsAs("never-ready");
    const { operation } = await createWorkspace(call, document);
    const stop = await stopWorkspace(call, ref);
    expect(await ended(portal, call, operation.id)).toMatchObject({
      state: "cancelled",
      error: { code: "superseded" },
    });
    expect(await ended(portal, call, stop.operation.id)).toMatchObject({ state: "done" });
    expect((await getWorkspace(call, ref)).phase).toBe("stopped");
  });

  it("stops what a cancelled create has begun", async () => {
    const portal = await open();
    const call = await portal.as("editor");
    fake.control.startsAs("never-ready");
    const { operation } = await createWorkspace(call, document);
    expect(await cancelOperation(call, operation.id)).toMatchObject({ state: "cancelled" });
    expect((await settled(portal, call, "stopped")).desired).toBe("stopped");
  });

  it("refuses everything else while a workspace is being deleted", async () => {
    const portal = await open();
    const call = await portal.as("editor");
    await createWorkspace(call, document);
    await settled(portal, call, "running");
    const release = fake.control.hold("apply");
    const { operation } = await deleteWorkspace(call, ref, { storage: "delete" });
    for (const deed of [startWorkspace, stopWorkspace, restartWorkspace]) {
      await expect(deed(call, ref)).rejects.toMatchObject({ code: "workspace/busy" });
    }
    await expect(deleteWorkspace(call, ref, {})).rejects.toMatchObject({ code: "workspace/busy" });
    await expect(cancelOperation(call, operation.id)).rejects.toMatchObject({ code: "workspace/busy" });
    release();
    expect(await ended(portal, call, operation.id)).toMatchObject({ state: "done" });
  });

  it("keeps the storage of a deleted workspace unless asked, and goes on with a delete that was refused", async () => {
    const portal = await open({ loop: { leaseSeconds: 1 } });
    const call = await portal.as("editor");
    await createWorkspace(call, document);
    const { id } = await settled(portal, call, "running");
    fake.control.fail({ call: "apply", error: "internal", times: 1 });
    const { operation } = await deleteWorkspace(call, ref, { storage: "keep" });
    expect(await ended(portal, call, operation.id)).toMatchObject({ state: "done" });
    expect(objects(id)).toEqual(["Volume"]);
  });

  it("touches no workspace when the portal starts anew", async () => {
    const first = await open({ instance: "one" });
    const call = await first.as("editor");
    await createWorkspace(call, document);
    await settled(first, call, "running");
    await first.stop();
    const before = fake.control.calls().length;
    const second = await open({ instance: "two" });
    await second.loop.idle();
    const calls = fake.control
      .calls()
      .slice(before)
      .map(({ call: name }) => name);
    expect(calls.filter((name) => name === "apply" || name === "observe")).toEqual([]);
    expect(await getWorkspace(await second.as("editor"), ref)).toMatchObject({ phase: "running", ready: true });
  });
});
