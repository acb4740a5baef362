import { describe, expect, it } from "vitest";
import type { Step } from "@/lib/provisioning/plan";
import { cause } from "@/lib/workspaces/cause";
import type { OperationKind } from "@/lib/workspaces/dto";
import type { Desired } from "@/lib/workspaces/record";
import { nextStep, waitingFor, type Situation } from "./next-step";
import type { ObservedStatus } from "./status";

const begun = new Date("2026-01-01T00:00:00Z");
const later = (seconds: number) => new Date(begun.getTime() + seconds * 1000);
const status = (phase: ObservedStatus["phase"], why: ObservedStatus["cause"] = null): ObservedStatus => ({
  phase,
  cause: why,
  ready: phase === "running",
  restarts: 0,
  startedAt: null,
  image: null,
});
const step: Step = { action: "create", after: { kind: "X", name: "x", body: {} }, effect: "none" };
const decide = (kind: OperationKind, desired: Desired, seen: ObservedStatus, rest: Partial<Situation> = {}) =>
  nextStep({
    operation: { kind, progress: [], startedAt: begun, createdAt: begun },
    desired,
    status: seen,
    steps: [],
    now: later(60),
    deadlineSeconds: 600,
    ...rest,
  });

describe("the next step of an operation", () => {
  it.each<[OperationKind, Desired, ObservedStatus, string]>([
    ["create", "running", status("running"), "finish"],
    ["create", "running", status("starting"), "wait"],
    ["create", "running", status("starting", cause("volume-pending")), "wait"],
    ["create", "running", status("failed", cause("image-not-found")), "fail"],
    ["stop", "stopped", status("stopping"), "wait"],
    ["stop", "stopped", status("stopped"), "finish"],
    ["delete", "absent", status("deleting"), "finish"],
  ])("%s, wanted %s: %j", (kind, desired, seen, wanted) => {
    expect(decide(kind, desired, seen).do).toBe(wanted);
  });

  it("is to apply as long as something differs, whatever the phase says", () => {
    expect(decide("update", "running", status("running"), { steps: [step] }).do).toBe("apply");
    expect(decide("delete", "absent", status("deleting"), { steps: [step] }).do).toBe("apply");
  });

  it("does not take the end of what was replaced for the end of the new", () => {
    const crash = status("failed", cause("crash-loop", { exit_code: "1" }));
    expect(decide("update", "running", crash, { now: later(1) }).do).toBe("wait");
    expect(decide("update", "running", crash, { now: later(4) }).do).toBe("fail");
  });

  it("gives up at the deadline, which counts from the last thing that was done", () => {
    const starting = status("starting", cause("volume-pending", { reason: "no class" }));
    expect(decide("start", "running", starting, { now: later(599) }).do).toBe("wait");
    expect(decide("start", "running", starting, { now: later(601) })).toMatchObject({
      do: "fail",
      cause: { code: "deadline-exceeded", evidence: [starting.cause?.summary] },
    });
    const progress = [
      { at: later(500).toISOString(), step: "update X x", message: "" },
      { at: later(590).toISOString(), step: "waiting: something", message: "" },
    ];
    const operation = { kind: "start", progress, startedAt: begun, createdAt: begun } as const;
    expect(decide("start", "running", starting, { operation, now: later(1000) }).do).toBe("wait");
    expect(decide("start", "running", starting, { operation, now: later(1101) }).do).toBe("fail");
  });

  it("says what it waits for", () => {
    expect(waitingFor(status("starting", cause("volume-busy")), "running")).toContain("attached to another node");
    expect(waitingFor(status("stopping"), "stopped")).toContain("stopping");
  });
});
