import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { JsonObject } from "@/lib/shared/json";
import type { Observation, PhaseInput, RuntimeEvent } from "../provider";
import { kubernetesPhase } from "./phase";

type Fixture = {
  readonly desired: PhaseInput["desired"];
  readonly port: number;
  readonly now: string;
  readonly expect: {
    readonly phase: string;
    readonly cause: string | null;
    readonly params: Readonly<Record<string, string>>;
  };
  readonly observation: Observation;
};

const folder = path.join(import.meta.dirname, "fixtures");
const names = readdirSync(folder).map((file) => file.replace(/\.yaml$/, ""));
const read = (name: string): Fixture => parse(readFileSync(path.join(folder, `${name}.yaml`), "utf8")) as Fixture;

const look = (fixture: Fixture, change: Partial<PhaseInput> = {}) =>
  kubernetesPhase(fixture.observation, {
    desired: fixture.desired,
    cluster: "test",
    port: fixture.port,
    now: new Date(fixture.now),
    ...change,
  });

describe("phase and cause of what a real cluster showed", () => {
  test.each(names)("%s", (name) => {
    const fixture = read(name);
    const found = look(fixture);
    expect({ phase: found.phase, cause: found.cause?.code ?? null, params: found.cause?.params ?? {} }).toEqual(
      fixture.expect,
    );
    expect(found.ready).toBe(found.phase === "running");
    if (found.cause) {
      expect(found.cause.summary).not.toContain("?");
      expect(found.cause.next_step).not.toBe("");
      expect(found.cause.evidence.length).toBeGreaterThan(0);
    }
  });
});

const pod = (fixture: Fixture): JsonObject => fixture.observation.related[0]?.body ?? {};
const withEvents = (fixture: Fixture, events: readonly RuntimeEvent[]): Fixture => ({
  ...fixture,
  observation: { ...fixture.observation, events },
});
const withPod = (fixture: Fixture, body: JsonObject): Fixture => ({
  ...fixture,
  observation: { ...fixture.observation, related: [{ kind: "Pod", name: "notes-a1b2c3-0", body }] },
});

describe("phase over time", () => {
  test("a new claim that is not bound in the first seconds is no failure", () => {
    const fixture = read("volume-pending");
    const created = (pod(fixture).metadata as JsonObject).creationTimestamp as string;
    const soon = new Date(Date.parse(created) + 2000);
    expect(look(fixture, { now: soon })).toMatchObject({ phase: "starting", cause: null });
  });

  test("a server that does not answer in the first seconds is still starting", () => {
    const fixture = read("probe-refused");
    const created = (pod(fixture).metadata as JsonObject).creationTimestamp as string;
    expect(look(fixture, { now: new Date(Date.parse(created) + 5000) })).toMatchObject({
      phase: "starting",
      cause: null,
    });
  });

  test("a refusal from before Berth's last change does not count", () => {
    const fixture = read("quota-exceeded");
    const old = fixture.observation.events.map((event) => ({ ...event, at: "2020-01-01T00:00:00Z" }));
    expect(look(withEvents(fixture, old))).toMatchObject({ phase: "starting", cause: null });
  });

  test("events of an earlier pod of the same name do not count", () => {
    const fixture = read("mount-failed");
    const old = fixture.observation.events.map((event) => ({ ...event, at: "2020-01-01T00:00:00Z" }));
    expect(look(withEvents(fixture, old))).toMatchObject({ phase: "starting", cause: null });
  });

  test("a volume that is attached to another node is busy", () => {
    const fixture = read("mount-failed");
    const event = {
      at: fixture.now,
      type: "warning",
      reason: "FailedAttachVolume",
      object: "Pod/notes-a1b2c3-0",
      count: 1,
    } as const;
    const message = 'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node';
    expect(look(withEvents(fixture, [{ ...event, message }])).cause?.code).toBe("volume-busy");
  });

  test("between two crashes a workspace does not count as running", () => {
    const fixture = read("crash-loop");
    const status = pod(fixture).status as JsonObject;
    const [container] = status.containerStatuses as readonly JsonObject[];
    const startedAt = fixture.now;
    const body = {
      ...pod(fixture),
      status: {
        ...status,
        conditions: [{ type: "Ready", status: "True" }],
        containerStatuses: [{ ...container, ready: true, restartCount: 2, state: { running: { startedAt } } }],
      },
    };
    expect(look(withPod(fixture, body))).toMatchObject({ phase: "failed", cause: { code: "crash-loop" } });
    const later = new Date(Date.parse(startedAt) + 30_000);
    expect(look(withPod(fixture, body), { now: later })).toMatchObject({ phase: "running", cause: null, restarts: 2 });
  });

  test("a pod that should have ended long ago names its node", () => {
    const fixture = read("stopping");
    expect(look(fixture, { now: new Date(Date.parse(fixture.now) + 120_000) })).toMatchObject({
      phase: "stopping",
      cause: { code: "node-lost", params: { node: "berth-node" } },
    });
  });

  test("without anything there it is creating, stopped or deleting, as is wanted", () => {
    const nothing: Observation = { manifests: [], related: [], events: [] };
    const phase = (desired: PhaseInput["desired"]) =>
      kubernetesPhase(nothing, { desired, cluster: "test", port: 6789, now: new Date(0) }).phase;
    expect([phase("running"), phase("stopped"), phase("absent")]).toEqual(["creating", "stopped", "deleting"]);
  });
});
