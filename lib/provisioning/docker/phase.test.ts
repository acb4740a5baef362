import { readFileSync } from "node:fs";
import path from "node:path";
import type { ContainerInspectInfo } from "dockerode";
import { describe, expect, it } from "vitest";
import { cause } from "@/lib/workspaces/cause";
import type { Manifest } from "../manifest";
import type { PhaseInput } from "../provider";
import { readState, type ContainerState } from "./inspect";
import { dockerPhase } from "./phase";

const fixture = (name: string): ContainerInspectInfo =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, "fixtures", `${name}.json`), "utf8"));

const running = readState(fixture("running"));
const startedAt = Date.parse(running.started_at ?? "");
const input = (desired: PhaseInput["desired"], seconds = 1): PhaseInput => ({
  desired,
  cluster: "docker",
  port: 6789,
  now: new Date(startedAt + seconds * 1000),
});

type Seen = {
  readonly state?: ContainerState;
  readonly ready?: boolean;
  readonly was_ready?: boolean;
  readonly lines?: readonly string[];
  readonly refusal?: Manifest["body"];
};
const see = (
  { state, ready = false, was_ready = ready, lines, refusal }: Seen,
  desired: PhaseInput = input("running"),
) => {
  const item = (kind: string, body: Manifest["body"]): Manifest => ({ kind, name: "berth-demo-123456", body });
  return dockerPhase(
    {
      manifests: [],
      events: [],
      related: [
        ...(state ? [item("ContainerState", state)] : []),
        item("Readiness", { ready, was_ready, reason: ready ? null : "nothing listens there" }),
        ...(lines ? [item("LastLines", { lines })] : []),
        ...(refusal ? [item("Refusal", refusal)] : []),
      ],
    },
    desired,
  );
};

describe("phase and cause of a Docker workspace", () => {
  it("runs when its server answers", () => {
    expect(see({ state: running, ready: true })).toMatchObject({
      phase: "running",
      ready: true,
      cause: null,
      startedAt: running.started_at,
      image: "berth.test/workspace:1",
    });
  });

  it("starts until its server answers, and says after a while that it does not", () => {
    expect(see({ state: running })).toMatchObject({ phase: "starting", cause: null });
    expect(see({ state: running }, input("running", 60))).toMatchObject({
      phase: "starting",
      cause: { code: "probe-failing" },
    });
  });

  it("is unhealthy when its server answered and does not any more", () => {
    expect(see({ state: running, was_ready: true })).toMatchObject({
      phase: "unhealthy",
      cause: { code: "probe-failing" },
    });
  });

  it("is unhealthy when somebody paused the container", () => {
    expect(see({ state: { ...running, status: "paused" } })).toMatchObject({ phase: "unhealthy" });
  });

  it.each([
    ["crash-loop", ["my last words"], { code: "crash-loop", params: { exit_code: "3" }, evidence: ["my last words"] }],
    ["out-of-memory", [], { code: "out-of-memory", params: { limit: "16Mi" } }],
    [
      "command-not-found",
      ["[FATAL tini (7)] exec /no/such/program failed: No such file or directory"],
      { code: "command-not-found", params: { command: "/no/such/program", reason: "No such file or directory" } },
    ],
    ["user-not-found", [], { code: "rejected" }],
  ])("has failed: %s", (name, lines, expected) => {
    expect(see({ state: readState(fixture(name)), lines })).toMatchObject({
      phase: "failed",
      ready: false,
      cause: expected,
    });
  });

  it("stays failed in a crash loop while the container runs for a moment, until its server answers or it is calm", () => {
    const again = { ...running, restarts: 5, exit_code: 3 };
    expect(see({ state: again })).toMatchObject({
      phase: "failed",
      cause: { code: "crash-loop", params: { exit_code: "3" } },
    });
    expect(see({ state: again, ready: true }).phase).toBe("running");
    expect(see({ state: again }, input("running", 45)).phase).toBe("starting");
  });

  it("forgives one restart", () => {
    expect(see({ state: { ...readState(fixture("crash-loop")), restarts: 1 } })).toMatchObject({
      phase: "starting",
      cause: null,
    });
  });

  it("is stopped, not failed, when it was stopped: a start may be on its way", () => {
    const stopped = { ...running, status: "exited", exit_code: 137 };
    expect(see({ state: stopped }, input("stopped"))).toMatchObject({ phase: "stopped", cause: null });
    expect(see({ state: stopped })).toMatchObject({ phase: "stopped", cause: null });
  });

  it("is stopping while it runs and should not", () => {
    expect(see({ state: running, ready: true }, input("stopped"))).toMatchObject({ phase: "stopping", ready: false });
  });

  it("shows why nothing could be made, as long as it should run", () => {
    const refusal = { ...cause("network-not-found", { network: "lost" }) };
    expect(see({ refusal })).toMatchObject({ phase: "failed", cause: { code: "network-not-found" } });
    expect(see({ refusal }, input("stopped"))).toMatchObject({ phase: "stopped", cause: null });
    expect(see({ refusal, state: running, ready: true }).phase).toBe("running");
  });

  it("is being made before there is a container, and deleted when it should be gone", () => {
    expect(see({}).phase).toBe("creating");
    expect(see({ state: { ...running, status: "created" } }).phase).toBe("creating");
    expect(see({ state: running, ready: true }, input("absent")).phase).toBe("deleting");
  });
});
