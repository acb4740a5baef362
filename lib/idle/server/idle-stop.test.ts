import { describe, expect, it } from "vitest";
import { lifecycleTests } from "@/lib/lifecycle/server/testing";
import { listActivity } from "@/lib/workspaces/server/activity";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { startWorkspace } from "@/lib/workspaces/server/operate-workspace";
import type { TestPortal } from "@/lib/workspaces/server/testing";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { extendWorkspace } from "./extend-workspace";
import { stopIdle } from "./stop-idle";
import { sweepIdle } from "./sweep";

const ref = { name: "lab" };
const lines = (policy: string) =>
  `lifecycle_config:\n  termination_policy: { enable_auto_termination: true, ${policy} }\n`;

describe("idle stop", () => {
  const { open, settled, clock, fake, running: start } = lifecycleTests();
  const running = (policy = "max_idle_seconds: 600") => start(lines(policy));

  /** Lets time pass in steps, as the sweep sees it. */
  async function pass(services: TestPortal["services"], seconds: number, step = 30) {
    for (let left = seconds; left > 0; left -= step) {
      clock().advance(Math.min(step, left));
      await sweepIdle(services);
    }
  }

  it("warns those who may see the workspace, stops it, and says why", async () => {
    const { portal, call, services } = await running();
    await pass(services, 530);
    expect(await getWorkspace(call, ref)).toMatchObject({ phase: "running", idle_warned: false });
    await pass(services, 30, 10);
    const warned = await getWorkspace(call, ref);
    expect(warned).toMatchObject({ phase: "running", idle_warned: true, idle: { state: "idle" } });
    expect(portal.events.filter(({ type }) => type === "notice")).toMatchObject([
      { data: { code: "idle-warning", workspace: "lab", stops_at: warned.idle.stops_at } },
    ]);
    await pass(services, 70, 10);
    await settled(portal, call, "stopped");
    const { items } = await listActivity(call, ref);
    expect(items[0]).toMatchObject({ actor: "berth", kind: "stop" });
    expect(items[0]?.message).toMatch(
      /^stopped the workspace after 600 seconds without use; last seen: its start, 2026/,
    );
  });

  it("goes by what passes the gateway, whichever replica saw it, and a restart of the portal forgets nothing", async () => {
    const { portal, call, services } = await running();
    const second = await open({ instance: "second" });
    const { id } = await getWorkspace(call, ref);
    await pass(services, 500);
    second.services.use.hold(id, "requests")();
    await second.services.use.flush();
    const used = clock().now();
    await pass(services, 300);
    expect((await getWorkspace(call, ref)).idle).toMatchObject({
      last_activity_at: used.toISOString(),
      stops_at: new Date(used.getTime() + 600_000).toISOString(),
      sources: [{ source: "requests", last_activity_at: used.toISOString() }],
    });
    await portal.stop();
    const third = await open({ instance: "third" });
    clock().advance(100);
    await sweepIdle(third.services);
    const after = await getWorkspace(await third.as("editor"), ref);
    expect(after.idle.last_activity_at).toBe(used.toISOString());
    expect(after.desired).toBe("running");
  });

  it("keeps what has an open connection", async () => {
    const { call, services, workspace } = await running();
    const release = services.use.hold(workspace.id, "sockets");
    for (let i = 0; i < 20; i += 1) {
      await services.use.flush();
      await pass(services, 60);
    }
    const seen = await getWorkspace(call, ref);
    expect(seen).toMatchObject({
      desired: "running",
      idle: { state: "active", explanation: "In use: open connections." },
    });
    release();
    await services.use.flush();
    await pass(services, 700);
    expect((await getWorkspace(call, ref)).desired).toBe("stopped");
  });

  it("activity between the decision and the stop wins", async () => {
    const { call, services, workspace } = await running();
    await pass(services, 560, 20);
    clock().advance(60);
    services.use.hold(workspace.id, "requests")();
    expect(await stopIdle(services, workspace.id, 600)).toBe(false);
    await sweepIdle(services);
    expect(await getWorkspace(call, ref)).toMatchObject({ desired: "running", idle_warned: false });
  });

  it("is delayed by 'keep running', as far as the policy allows", async () => {
    const { call, services } = await running();
    await pass(services, 550, 50);
    const { operation } = await extendWorkspace(call, ref, { seconds: 3600 });
    expect(operation).toMatchObject({ kind: "update", state: "done", by: "editor@example.com" });
    const kept = new Date(clock().now().getTime() + 3_600_000).toISOString();
    expect(await getWorkspace(call, ref)).toMatchObject({
      idle_warned: false,
      idle: { stops_at: kept, keep_until: kept },
    });
    await pass(services, 3500, 100);
    expect((await getWorkspace(call, ref)).desired).toBe("running");
    await pass(services, 200, 20);
    expect((await getWorkspace(call, ref)).desired).toBe("stopped");
    await expect(extendWorkspace(call, ref, { seconds: 60 })).rejects.toMatchObject({ code: "conflict" });
  });

  it("is not for a viewer to delay", async () => {
    const { portal } = await running();
    const viewer = await portal.as("viewer");
    await expect(extendWorkspace(viewer, ref, { seconds: 60 })).rejects.toMatchObject({ code: "access/forbidden" });
  });

  it("never stops what cannot be asked", async () => {
    const { call, services } = await running("max_idle_seconds: 600, activity_probe: jupyter");
    await pass(services, 3_000, 60);
    const seen = await getWorkspace(call, ref);
    expect(seen).toMatchObject({ desired: "running", idle: { state: "unknown", stops_at: null } });
    expect(seen.idle.explanation).toMatch(/^Not stopped: what its server says is not known/);
  });

  it("one that hangs delays no other", async () => {
    const { portal, call, services } = await running("max_idle_seconds: 600, activity_probe: jupyter");
    await start(lines("max_idle_seconds: 600"), "quiet", portal);
    const open = fake().hold("dial");
    const began = Date.now();
    clock().advance(30);
    await sweepIdle(services);
    expect(Date.now() - began).toBeLessThan(6_000);
    open();
    expect((await getWorkspace(call, { name: "quiet" })).idle.stops_at).not.toBeNull();
  });

  it("looks at no workspace while an operation works on it, nor at one that does not run", async () => {
    const { portal, call, services } = await running();
    fake().startsAs("never-ready");
    await pass(services, 700, 20);
    await settled(portal, call, "stopped");
    await startWorkspace(call, ref);
    clock().advance(5_000);
    expect(await sweepIdle(services)).toMatchObject({ looked: 0 });
  });

  it("follows the document at once, without a restart", async () => {
    const { portal, call, services, workspace } = await running();
    const patch = { lifecycle_config: { termination_policy: { enable_auto_termination: false } } };
    await updateWorkspace(call, ref, { document: patch });
    await settled(portal, call, "running");
    await pass(services, 2_000, 100);
    const seen = await getWorkspace(call, ref);
    expect(seen).toMatchObject({
      desired: "running",
      idle: { enabled: false, stops_at: null },
      started_at: workspace.started_at,
    });
  });
});
