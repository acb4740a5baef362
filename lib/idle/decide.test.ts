import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideIdle, freshMilliseconds, warningMilliseconds, type Evidence, type IdleSituation } from "./decide";
import { capIdle } from "./policy";

const start = Date.parse("2026-11-21T12:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000);

const situation = (given: Partial<IdleSituation>): IdleSituation => ({
  policy: { seconds: 600, probe: null, cpu: null },
  evidence: [],
  startedAt: at(0),
  keepUntil: null,
  warnedAt: null,
  now: at(0),
  ...given,
});
const seen = (source: Evidence["source"], seconds: number, state: Evidence["state"] = "idle"): Evidence => ({
  source,
  state,
  at: at(seconds),
  seenAt: at(seconds),
  reason: null,
});

describe("idle stop", () => {
  it("counts from the start while nothing was used", () => {
    const decision = decideIdle(situation({ now: at(100) }));
    expect(decision).toMatchObject({ action: "keep", state: "idle", stopsAt: at(600), warnsAt: at(540) });
  });

  it("counts from the last use, wherever it was seen", () => {
    const evidence = [seen("requests", 100), seen("terminals", 250)];
    expect(decideIdle(situation({ evidence, now: at(300) }))).toMatchObject({
      lastActivityAt: at(250),
      stopsAt: at(850),
    });
  });

  it("warns, and stops when the warning time has passed", () => {
    expect(decideIdle(situation({ now: at(541) })).action).toBe("warn");
    expect(decideIdle(situation({ now: at(599), warnedAt: at(541) })).action).toBe("warn");
    expect(decideIdle(situation({ now: at(601), warnedAt: at(541) })).action).toBe("stop");
  });

  it("warns first, for the whole warning time, when the portal was away", () => {
    const late = decideIdle(situation({ now: at(9_000) }));
    expect(late).toMatchObject({ action: "warn", stopsAt: at(9_060) });
    expect(decideIdle(situation({ now: at(9_059), warnedAt: at(9_000) })).action).toBe("warn");
    expect(decideIdle(situation({ now: at(9_060), warnedAt: at(9_000) })).action).toBe("stop");
  });

  it("forgets a warning when the workspace was used after it", () => {
    const decision = decideIdle(situation({ now: at(700), warnedAt: at(541), evidence: [seen("requests", 550)] }));
    expect(decision).toMatchObject({ action: "keep", stopsAt: at(1_150) });
  });

  it("is in use while a connection is open, and not for ever when its replica died", () => {
    const open = [seen("sockets", 700, "active")];
    expect(decideIdle(situation({ now: at(705), evidence: open }))).toMatchObject({
      state: "active",
      stopsAt: at(1_305),
    });
    const later = at(700 + freshMilliseconds / 1000 + 1);
    expect(decideIdle(situation({ now: later, evidence: open }))).toMatchObject({ state: "idle", stopsAt: at(1_300) });
  });

  it("says what it waits for", () => {
    expect(decideIdle(situation({ now: at(1) })).explanation.message).toBe(
      "Stops after 600 seconds without use. Last seen: its start.",
    );
    const probe = { seconds: 600, probe: "jupyter", cpu: null } as const;
    expect(decideIdle(situation({ now: at(1), policy: probe })).explanation.message).toBe(
      "Not stopped: what its server says is not known (it was not asked lately). Unknown is never idle.",
    );
  });

  it("warns for at least ten seconds where there is room, at most five minutes, never more than half the time", () => {
    expect([20, 60, 600, 36_000].map((seconds) => warningMilliseconds(seconds) / 1000)).toEqual([10, 10, 60, 300]);
  });
});

const seconds = fc.integer({ min: -5_000, max: 20_000 });
const evidence = fc.array(
  fc.record({
    source: fc.constantFrom("requests", "sockets", "terminals", "probe", "cpu"),
    state: fc.constantFrom("active", "idle", "unknown"),
    at: fc.option(seconds.map(at)),
    seenAt: seconds.map(at),
    reason: fc.constant(null),
  }),
  { maxLength: 5 },
) as fc.Arbitrary<readonly Evidence[]>;
const situations: fc.Arbitrary<IdleSituation> = fc.record({
  policy: fc.record({
    seconds: fc.integer({ min: 20, max: 10_000 }),
    probe: fc.constantFrom(null, "jupyter" as const, "/used" as const),
    cpu: fc.constantFrom(null, 0.1),
  }),
  evidence,
  startedAt: fc.option(seconds.map(at)),
  keepUntil: fc.option(seconds.map(at)),
  warnedAt: fc.option(seconds.map(at)),
  now: seconds.map(at),
});

describe("whatever the evidence", () => {
  it("unknown never stops", () => {
    fc.assert(
      fc.property(situations, fc.constantFrom("probe" as const, "cpu" as const), (given, source) => {
        const policy = { ...given.policy, probe: "jupyter" as const, cpu: 0.1 };
        const others = given.evidence.filter((entry) => entry.source !== source);
        const unknown = { source, state: "unknown", at: null, seenAt: given.now, reason: null } as const;
        for (const known of [others, [...others, unknown]]) {
          expect(decideIdle({ ...given, policy, evidence: known })).toMatchObject({ action: "keep", stopsAt: null });
        }
      }),
    );
  });

  it("nothing stops before it was idle for the whole time and warned for the whole warning time", () => {
    fc.assert(
      fc.property(situations, (given) => {
        if (decideIdle(given).action !== "stop") return;
        const { now, warnedAt, startedAt, keepUntil, policy } = given;
        const used = [startedAt, ...given.evidence.map((entry) => entry.at)].map((time) => time?.getTime() ?? 0);
        const counted = given.evidence.some(({ source }) => source === "probe" || source === "cpu")
          ? [used[0] ?? 0]
          : used;
        expect(now.getTime() - Math.max(...counted.filter((time) => time <= now.getTime()))).toBeGreaterThanOrEqual(
          policy.seconds * 1000,
        );
        expect(now.getTime() - (warnedAt?.getTime() ?? Infinity)).toBeGreaterThanOrEqual(
          warningMilliseconds(policy.seconds),
        );
        expect(keepUntil === null || keepUntil <= now).toBe(true);
      }),
    );
  });

  it("to keep it running delays the stop and never brings it nearer", () => {
    fc.assert(
      fc.property(situations, fc.integer({ min: 1, max: 50_000 }), (given, more) => {
        const before = decideIdle(given);
        const keepUntil = new Date(Math.max(given.now.getTime() + more * 1000, given.keepUntil?.getTime() ?? 0));
        const after = decideIdle({ ...given, keepUntil });
        expect(after.action).not.toBe("stop");
        if (before.stopsAt) expect(after.stopsAt?.getTime()).toBeGreaterThanOrEqual(keepUntil.getTime());
      }),
    );
  });

  it("a clock that goes back stops nothing", () => {
    fc.assert(
      fc.property(situations, fc.integer({ min: 1, max: 10_000 }), (given, back) => {
        if (given.warnedAt === null) return;
        const now = new Date(given.warnedAt.getTime() - back * 1000);
        expect(decideIdle({ ...given, now }).action).not.toBe("stop");
      }),
    );
  });

  it("a policy's maximum makes the stop come no later", () => {
    fc.assert(
      fc.property(situations, fc.integer({ min: 20, max: 10_000 }), (given, most) => {
        const free = decideIdle(given).stopsAt?.getTime();
        const capped = decideIdle({ ...given, policy: capIdle(given.policy, most) });
        expect(capIdle(given.policy, most).seconds).toBeLessThanOrEqual(most);
        const lead = warningMilliseconds(given.policy.seconds);
        if (free !== undefined && capped.stopsAt) expect(capped.stopsAt.getTime()).toBeLessThanOrEqual(free + lead);
      }),
    );
  });
});
