import { describe, expect, it } from "vitest";
import { probeRequests, together, type ProbeReading } from "./probe-answers";
import type { Probe } from "./policy";

const now = new Date("2026-11-21T12:00:00Z");
const read = (probe: Probe, ...answers: readonly unknown[]): ProbeReading =>
  together(probeRequests(probe).map((request, index) => request.read(answers[index], now)));
const idleSince = (text: string) => ({ state: "idle", at: new Date(text), reason: null });

describe("Mage", () => {
  const status = (rest: object) => ({ statuses: [{ scheduler_status: "running", ...rest }] });

  it("was used when somebody last asked it or a pipeline last ran; its times are UTC without a zone", () => {
    const answer = status({
      active_pipeline_run_count: 0,
      last_user_request: "2026-11-21T11:00:00.123456",
      last_scheduler_activity: "2026-11-21 11:30:00",
    });
    expect(read("mage", answer)).toEqual(idleSince("2026-11-21T11:30:00Z"));
    const fresh = status({
      active_pipeline_run_count: 0,
      last_user_request: "2026-11-21T11:00:00+00:00",
      last_scheduler_activity: null,
    });
    expect(read("mage", fresh)).toEqual(idleSince("2026-11-21T11:00:00Z"));
  });

  it("is in use while pipelines run", () => {
    expect(read("mage", status({ active_pipeline_run_count: 2, last_user_request: null }))).toMatchObject({
      state: "active",
    });
  });

  it("is unknown without the details, as an older version or a refusal answers", () => {
    for (const answer of [status({}), { error: { code: 403 } }, {}, [], null, undefined, "no"])
      expect(read("mage", answer).state).toBe("unknown");
    expect(read("mage", status({ active_pipeline_run_count: 0, last_user_request: null })).state).toBe("unknown");
  });
});

describe("Jupyter", () => {
  const status = {
    started: "2026-11-21T10:00:00Z",
    last_activity: "2026-11-21T11:00:00.5Z",
    connections: 0,
    kernels: 1,
  };

  it("was used when it says so", () => {
    expect(read("jupyter", status, [{ execution_state: "idle" }])).toEqual(idleSince("2026-11-21T11:00:00.500Z"));
  });

  it("is in use while a kernel computes, however silently", () => {
    expect(read("jupyter", status, [{ execution_state: "idle" }, { execution_state: "busy" }]).state).toBe("active");
  });

  it("is unknown when either answer means nothing", () => {
    expect(read("jupyter", { message: "Forbidden" }, []).state).toBe("unknown");
    expect(read("jupyter", status, { message: "Forbidden" }).state).toBe("unknown");
  });
});

describe("a server of one's own", () => {
  it.each([
    [{ last_activity: "2026-11-21T11:00:00Z" }, idleSince("2026-11-21T11:00:00Z")],
    [{ last_activity: null }, { state: "idle", at: null, reason: null }],
    [{ active: true }, { state: "active", at: now, reason: null }],
  ])("%j is understood", (answer, expected) => {
    expect(read("/used", answer)).toEqual(expected);
  });

  it.each([
    {},
    { last_activity: 1_700_000_000 },
    { last_activity: "yesterday" },
    { last_activity: "2026-13-45T99:00:00Z" },
    { last_activity: "2026-11-22T12:00:00Z" },
    { active: "yes" },
    "2026-11-21T11:00:00Z",
  ])("%j is unknown", (answer) => {
    expect(read("/used", answer).state).toBe("unknown");
  });
});
