import { describe, expect, it } from "vitest";
import type { PhaseInput } from "../../provider";
import { dockerPhase } from "../phase";
import type { NodeAnswer, ServiceAnswer, TaskAnswer, TaskTemplate } from "./answers";
import { taskState, type TaskState } from "./task-state";

const template: TaskTemplate = {
  ContainerSpec: { Image: "team/app:1" },
  Resources: { Reservations: { MemoryBytes: 2 ** 30, NanoCPUs: 1e9 } },
  Placement: { Constraints: ["node.labels.disk==ssd"] },
};
const service: ServiceAnswer = {
  ID: "service",
  Version: { Index: 1 },
  UpdatedAt: "",
  Spec: {
    Name: "berth-demo-123456",
    Labels: { "berth.dev/port": "6789" },
    TaskTemplate: template,
    Mode: { Replicated: { Replicas: 1 } },
  },
};
const node = (id: string, state = "ready"): NodeAnswer => ({
  ID: id,
  Spec: {},
  Description: { Hostname: `${id}-name`, Resources: { NanoCPUs: 2e9, MemoryBytes: 4 * 2 ** 30 } },
  Status: { State: state, Addr: "10.0.0.2" },
});
const task = (age: number, status: Partial<TaskAnswer["Status"]>, more: Partial<TaskAnswer> = {}): TaskAnswer => ({
  ID: `task${age}`,
  CreatedAt: `2026-01-01T00:00:${String(60 - age).padStart(2, "0")}Z`,
  Spec: template,
  ServiceID: "service",
  NodeID: "there",
  DesiredState: "running",
  Status: { Timestamp: "2026-01-01T00:01:00Z", State: "running", ...status },
  ...more,
});
const see = (tasks: readonly TaskAnswer[], nodes = [node("here"), node("there")]): TaskState | null =>
  taskState({ service, tasks, containers: [], nodes, here: "here" });

const input: PhaseInput = { desired: "running", cluster: "swarm", port: 6789, now: new Date("2026-01-01T00:01:01Z") };
const judge = (state: TaskState | null, ready = false) =>
  dockerPhase(
    {
      manifests: [],
      events: [],
      related: [
        ...(state ? [{ kind: "TaskState", name: "x", body: { ...state } }] : []),
        { kind: "Readiness", name: "x", body: { ready, was_ready: ready, reason: null } },
      ],
    },
    input,
  );

describe("a task on another node", () => {
  it("is reached by its published port, and by nothing else", () => {
    const ports = [{ TargetPort: 6789, PublishedPort: 30001, PublishMode: "host" as const }];
    const published = see([task(1, { PortStatus: { Ports: ports } })]);
    expect(published).toMatchObject({
      here: false,
      node: "there-name",
      addresses: [],
      published: { address: "10.0.0.2", port: 30001 },
    });
    expect(see([task(1, {})])).toMatchObject({ status: "running", addresses: [], published: null });
    expect(judge(published, true)).toMatchObject({ phase: "running", ready: true });
  });

  it("is unknown when its node is lost", () => {
    expect(judge(see([task(1, {})], [node("here"), node("there", "down")]), true)).toMatchObject({
      phase: "unknown",
      cause: { code: "node-lost", params: { node: "there-name" } },
    });
  });
});

describe("a task that does not run", () => {
  const pending = (Err: string) => judge(see([task(1, { State: "pending", Err }, { NodeID: "" })]));

  it("waits for room that others have reserved", () => {
    const { phase, cause } = pending("no suitable node (insufficient resources on 2 nodes)");
    expect(phase).toBe("starting");
    expect(cause?.params.reason).toBe("no node has 1 CPU and 1Gi of memory left that others have not reserved");
  });

  it("tells what Swarm says where it says something else", () => {
    const { cause } = pending("no suitable node (1 node not available for new tasks)");
    expect(cause).toMatchObject({ code: "unschedulable", params: { reason: "1 node not available for new tasks" } });
  });

  it("counts the ends of its own configuration only", () => {
    const failed = (age: number, more: Partial<TaskAnswer> = {}) =>
      task(age, { State: "failed", Err: "task: non-zero exit (3)", ContainerStatus: { ExitCode: 3 } }, more);
    const before = { Spec: { ...template, ForceUpdate: 1 } };
    const next = task(1, { State: "ready" }, { DesiredState: "ready" });
    expect(judge(see([next, failed(2), failed(3)]))).toMatchObject({ phase: "failed", cause: { code: "crash-loop" } });
    expect(judge(see([next, failed(2), failed(3, before)]))).toMatchObject({ phase: "starting", restarts: 1 });
  });

  it("is being made while only tasks of the configuration before run", () => {
    const old = task(1, {}, { Spec: { ...template, ForceUpdate: 1 } });
    expect(judge(see([old]), true)).toMatchObject({ phase: "creating", ready: false });
  });
});
