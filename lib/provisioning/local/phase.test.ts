import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import type { Observation } from "../provider";
import { localPhase } from "./phase";
import type { ProcessState } from "./process-state";

const now = new Date("2026-01-01T00:01:00Z");
const input = { desired: "running", cluster: "local", port: 6789, now } as const;
const calmState: ProcessState = {
  alive: true,
  stopping: false,
  pid: 12,
  port: 20_001,
  started_at: "2026-01-01T00:00:58Z",
  ready: true,
  was_ready: true,
  restarts: 0,
  failures: 0,
  probe_error: null,
  waiting: null,
  exit: null,
  program: "node",
  last_lines: [],
};
const ended = (code: number | null, out_of_memory = false) => ({
  alive: false,
  ready: false,
  exit: { code, at: "2026-01-01T00:00:59Z", out_of_memory },
});

function observed(
  state: Partial<ProcessState> | null,
  body: JsonObject = { running: true, document_port: 6789 },
): Observation {
  return {
    manifests: [{ kind: "Process", name: "x", body }],
    related: state === null ? [] : [{ kind: "ProcessState", name: "x", body: { ...calmState, ...state } }],
    events: [],
  };
}

describe("the phase of a local workspace that shall run", () => {
  const cases: readonly [string, Observation, string, string | null][] = [
    ["answers", observed({}), "running", null],
    ["is about to answer", observed({ ready: false, was_ready: false }), "starting", null],
    [
      "has not answered for longer than a start takes",
      observed({ ready: false, was_ready: false, started_at: "2026-01-01T00:00:30Z" }),
      "starting",
      "probe-failing",
    ],
    [
      "answered before and does not now",
      observed({ ready: false, probe_error: "refused" }),
      "unhealthy",
      "probe-failing",
    ],
    ["ends to begin anew", observed({ stopping: true, ready: false }), "starting", null],
    ["ended once before it answered", observed({ ...ended(1), was_ready: false, failures: 1 }), "starting", null],
    ["ended after it had answered", observed({ ...ended(1), failures: 1 }), "unhealthy", "exited"],
    ["ended three times in a row", observed({ ...ended(1), failures: 3 }), "failed", "crash-loop"],
    ["is tried again in a crash loop", observed({ ready: false, failures: 4 }), "failed", "crash-loop"],
    ["recovered from a crash loop", observed({ failures: 4 }), "running", null],
    ["was killed for its memory", observed({ ...ended(137, true), failures: 1 }), "failed", "out-of-memory"],
    [
      "has a program that is not there",
      observed({ ...ended(null), waiting: { code: "command-not-found", reason: "none" } }),
      "failed",
      "command-not-found",
    ],
    [
      "wants a port that is taken",
      observed({ ...ended(null), waiting: { code: "port-in-use", reason: "taken" } }),
      "failed",
      "port-in-use",
    ],
    ["is not made yet", { manifests: [], related: [], events: [] }, "creating", null],
    ["is still told to be stopped", observed({}, { running: false }), "starting", null],
  ];
  it.each(cases)("%s", (_name, observation, phase, code) => {
    const result = localPhase(observation, input);
    expect([result.phase, result.cause?.code ?? null, result.ready]).toEqual([phase, code, phase === "running"]);
  });
});

it("is stopping as long as a process lives, then stopped", () => {
  expect(localPhase(observed({ stopping: true }), { ...input, desired: "stopped" }).phase).toBe("stopping");
  expect(localPhase(observed(ended(0)), { ...input, desired: "stopped" }).phase).toBe("stopped");
  expect(localPhase(observed(null), { ...input, desired: "stopped" }).phase).toBe("stopped");
});

it("says that an exit code is unknown rather than inventing one", () => {
  const { cause } = localPhase(observed({ ...ended(null), failures: 3 }), input);
  expect(cause?.summary).toContain("exit code unknown");
});

it("names the memory limit as a person writes it", () => {
  const body = { running: true, limits: { memory: 512 * 1024 * 1024 } };
  expect(localPhase(observed({ ...ended(137, true), failures: 1 }, body), input).cause?.params.limit).toBe("512Mi");
});
