import { describe, expect, it } from "vitest";
import { extendWorkspace } from "@/lib/idle/server/extend-workspace";
import { lifecycleTests, type Running } from "@/lib/lifecycle/server/testing";
import { listActivity } from "@/lib/workspaces/server/activity";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { restartWorkspace, startWorkspace, stopWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { runDue } from "./run-due";

const ref = { name: "lab" };
/** The tests' clock begins on Saturday, 2026-11-21, 12:00 UTC. */
const schedule = "access:\n  schedule: { start: '0 8 * * *', stop: '0 19 * * *', time_zone: UTC }\n";
const expiring = "access:\n  expires_at: 2026-11-21T13:00:00Z\n";

describe("by schedule", () => {
  const { open, settled, clock, running } = lifecycleTests();
  const due = ({ services }: Pick<Running, "services">) => runDue(services, new AbortController().signal);
  const deeds = async ({ call }: Running) => (await listActivity(call, ref)).items.map(({ message }) => message);
  const hours = (count: number) => clock().advance(count * 3600);

  it("a workspace stops and starts at its times, and the activity says by what", async () => {
    const run = await running(schedule);
    await due(run);
    hours(6.9);
    await due(run);
    expect((await getWorkspace(run.call, ref)).desired).toBe("running");
    hours(0.2);
    await due(run);
    await settled(run.portal, run.call, "stopped");
    hours(13);
    await due(run);
    await settled(run.portal, run.call, "running");
    expect((await deeds(run)).slice(0, 2)).toEqual([
      "started the workspace by its schedule, due 2026-11-22 08:00:00 UTC",
      "stopped the workspace by its schedule, due 2026-11-21 19:00:00 UTC",
    ]);
  });

  it("times that were missed while the portal was down are done once, the last of them", async () => {
    const run = await running(schedule);
    await due(run);
    await run.portal.stop();
    hours(24 * 4 + 8);
    const second = await open({ instance: "second" });
    const again = { ...run, portal: second, services: second.services, call: await second.as("editor") };
    await due(again);
    await due(again);
    await settled(second, again.call, "stopped");
    expect((await deeds(again)).filter((deed) => deed.includes("schedule"))).toEqual([
      "stopped the workspace by its schedule, due 2026-11-25 19:00:00 UTC",
    ]);
  });

  it("two replicas do it once", async () => {
    const run = await running(schedule);
    const second = await open({ instance: "second" });
    await due(run);
    hours(7.1);
    await Promise.all([due(run), due({ services: second.services })]);
    await settled(run.portal, run.call, "stopped");
    expect((await deeds(run)).filter((deed) => deed.includes("schedule"))).toHaveLength(1);
  });

  it("what a person stopped or started in between stays so until the next time", async () => {
    const run = await running(schedule);
    await due(run);
    await stopWorkspace(run.call, ref);
    await settled(run.portal, run.call, "stopped");
    hours(5);
    await due(run);
    expect((await getWorkspace(run.call, ref)).desired).toBe("stopped");
  });

  it("'keep running' puts a scheduled stop off, and then it comes", async () => {
    const run = await running(schedule);
    await due(run);
    hours(6.5);
    await extendWorkspace(run.call, ref, { seconds: 3600 });
    hours(0.75);
    await due(run);
    expect((await getWorkspace(run.call, ref)).desired).toBe("running");
    hours(0.3);
    await due(run);
    expect((await getWorkspace(run.call, ref)).desired).toBe("stopped");
  });

  it("a changed schedule begins anew and does nothing for times that are over", async () => {
    const run = await running(schedule);
    await due(run);
    await updateWorkspace(run.call, ref, { document: { access: { schedule: { stop: "0 11 * * *" } } } });
    await settled(run.portal, run.call, "running");
    await due(run);
    hours(1);
    await due(run);
    expect((await getWorkspace(run.call, ref)).desired).toBe("running");
  });
});

describe("access.expires_at", () => {
  const { settled, clock, running, open } = lifecycleTests();
  const due = ({ services }: Running) => runDue(services, new AbortController().signal);

  it("stops the workspace, and refuses every start until it is changed", async () => {
    const run = await running(expiring);
    expect((await getWorkspace(run.call, ref)).expires_at).toBe("2026-11-21T13:00:00.000Z");
    clock().advance(3601);
    await due(run);
    await settled(run.portal, run.call, "stopped");
    const { items } = await listActivity(run.call, ref);
    expect(items[0]).toMatchObject({
      actor: "berth",
      message: "stopped the workspace because it expired at 2026-11-21 13:00:00 UTC",
    });
    for (const deed of [startWorkspace, restartWorkspace])
      await expect(deed(run.call, ref)).rejects.toMatchObject({ code: "conflict", message: /^lab expired at/ });
    await updateWorkspace(run.call, ref, { document: { access: { expires_at: "2026-11-22T13:00:00Z" } } });
    await startWorkspace(run.call, ref);
    await settled(run.portal, run.call, "running");
  });

  it("is refused for a new workspace when it lies in the past", async () => {
    const call = await (await open()).as("editor");
    clock().advance(3601);
    await expect(
      createWorkspace(call, { yaml: `name: lab\ncontainer_config:\n  image: example/one:1\n${expiring}` }),
    ).rejects.toMatchObject({ code: "document/invalid", options: { faults: [{ path: "access.expires_at" }] } });
  });
});
