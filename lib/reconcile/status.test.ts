import { describe, expect, it } from "vitest";
import { fakePhase } from "@/lib/provisioning/fake/build";
import type { Observation } from "@/lib/provisioning/provider";
import { cause } from "@/lib/workspaces/cause";
import type { WorkspaceRecord } from "@/lib/workspaces/record";
import { sameStatus, statusOf, storedStatus, unreachableStatus } from "./status";

const at = new Date("2026-01-01T00:00:00Z");
const workspace: WorkspaceRecord = {
  id: "w",
  name: "lab",
  clusterId: "c",
  ownerId: "o",
  ownerEmail: "o@example.com",
  description: "",
  labels: {},
  template: null,
  templateVersion: null,
  templateOutdated: false,
  namespace: null,
  port: 6789,
  viewersMayOpen: false,
  names: { main: "m", data: "d", env: "e" },
  desired: "running",
  revision: 1,
  appliedRevision: 1,
  restartCount: 0,
  deleteStorage: false,
  inherited: null,
  waitingInherited: null,
  adopted: null,
  settingsChanged: [],
  drift: [],
  phase: "running",
  cause: null,
  ready: true,
  restarts: 0,
  image: "example/one:1",
  cpu: null,
  memory: null,
  startedAt: at,
  lastActivityAt: null,
  idlePolicy: null,
  idleStopsAt: null,
  idleWarnedAt: null,
  keepUntil: null,
  schedule: null,
  expiresAt: null,
  postStart: null,
  createdAt: at,
  updatedAt: at,
};
const made: Observation["manifests"] = [{ kind: "Workload", name: "m", body: { image: "example/two:1" } }];
const look = (record: WorkspaceRecord, observation: Observation | null, operating = false) =>
  statusOf({ workspace: record, observation, operating, phaseOf: fakePhase, cluster: "fake", now: at });

describe("the status of a workspace", () => {
  it("is what the backend shows", () => {
    const related = [{ kind: "Pod", name: "p", body: { status: "ready", restarts: 2, started: at.toISOString() } }];
    expect(look(workspace, { manifests: made, related, events: [] })).toMatchObject({
      phase: "running",
      restarts: 2,
      image: "example/two:1",
    });
  });

  it("keeps the reason of a failed create, of which the backend knows nothing", () => {
    const failed = {
      ...workspace,
      phase: "failed",
      cause: cause("forbidden", { verb: "create", resource: "pods" }),
    } as const;
    expect(look(failed, null)).toEqual(storedStatus(failed));
  });

  it("keeps the reason of an operation that gave up while the backend still tries", () => {
    const failed = { ...workspace, phase: "failed", cause: cause("deadline-exceeded", { seconds: "600" }) } as const;
    const trying: Observation = {
      manifests: made,
      related: [{ kind: "Pod", name: "p", body: { status: "starting" } }],
      events: [],
    };
    expect(look(failed, trying)).toMatchObject({ phase: "failed", cause: { code: "deadline-exceeded" } });
    expect(look(failed, trying, true)).toMatchObject({ phase: "starting" });
  });

  it("notices that what ran has vanished", () => {
    expect(look(workspace, null).phase).not.toBe("running");
  });

  it("is being made while an operation makes it", () => {
    expect(look({ ...workspace, phase: "queued" }, null, true).phase).toBe("queued");
    expect(look({ ...workspace, phase: "creating" }, null, true).phase).toBe("creating");
  });

  it("is unknown while the cluster is away, and deleting while it is deleted", () => {
    expect(unreachableStatus(workspace, "fake", { message: "no route" })).toMatchObject({
      phase: "unknown",
      ready: false,
      image: "example/one:1",
    });
    expect(unreachableStatus({ ...workspace, desired: "absent" }, "fake", { message: "no route" }).phase).toBe(
      "deleting",
    );
  });

  it("has not changed when only evidence or fractions of a second did", () => {
    const status = storedStatus({ ...workspace, cause: cause("volume-busy", {}, ["one"]) });
    const other = { ...status, cause: cause("volume-busy", {}, ["two"]), startedAt: "2026-01-01T00:00:00.400Z" };
    expect(sameStatus(status, other)).toBe(true);
    expect(sameStatus(status, { ...status, ready: false })).toBe(false);
  });
});
