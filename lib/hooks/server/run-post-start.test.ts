import { describe, expect, it } from "vitest";
import { lifecycleTests } from "@/lib/lifecycle/server/testing";
import { listActivity } from "@/lib/workspaces/server/activity";
import { restartWorkspace } from "@/lib/workspaces/server/operate-workspace";
import type { Call } from "@/lib/server/services";
import { createHookRunner } from "./run-post-start";

const ref = { name: "lab" };
const postStart = (rest: string) => `lifecycle_config:\n  post_start: { ${rest} }\n`;
const told = async (call: Call) =>
  (await listActivity(call, ref)).items.filter(({ kind }) => kind.startsWith("post-start"));

describe("post_start", () => {
  const { open, settled, clock, fake, running } = lifecycleTests();
  const ran = async (...runners: readonly ReturnType<typeof createHookRunner>[]) => {
    await Promise.all(runners.map((runner) => runner.look()));
    await Promise.all(runners.map((runner) => runner.idle()));
  };

  it("runs once per start, whichever replica sees it first", async () => {
    const { portal, call, services } = await running(postStart("command: [echo, hello]"));
    const second = await open({ instance: "second" });
    const runners = [createHookRunner(services), createHookRunner(second.services)] as const;
    await ran(...runners);
    await ran(...runners);
    expect(await told(call)).toHaveLength(1);
    clock().advance(60);
    await restartWorkspace(call, ref);
    await settled(portal, call, "running");
    await ran(...runners);
    expect(await told(call)).toHaveLength(2);
  });

  it("tells what a failure said, goes no further, and leaves the workspace alone", async () => {
    const { portal, call, services } = await running(postStart("command: [x], hook_path: after.sh"));
    fake().fail({ call: "exec", error: "cluster/rejected", message: "no such command" });
    await ran(createHookRunner(services));
    expect(await told(call)).toMatchObject([
      { kind: "post-start.failed", message: "could not run post_start.command after the start: no such command" },
    ]);
    await settled(portal, call, "running");
  });

  it("shows its output to those who may read the log, and to no others", async () => {
    const { portal, call, services } = await running(postStart("command: [echo, hello]"));
    await ran(createHookRunner(services));
    expect((await told(call))[0]?.message).toContain(" Output: ");
    const viewer = await portal.as("viewer");
    const [seen] = await told(viewer);
    expect(seen?.message).toMatch(/^ran post_start\.command after the start: exit code 0 in [\d.]+ s\.$/);
  });
});
