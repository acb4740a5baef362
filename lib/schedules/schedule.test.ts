import { describe, expect, it } from "vitest";
import { dueDeed, isCron, isTimeZone, nextRun, readSchedule, type Schedule } from "./schedule";

const at = (text: string) => new Date(text);
const daily = (start: string | null, stop: string | null, timeZone = "Europe/Berlin"): Schedule => ({
  start,
  stop,
  timeZone,
});

describe("a schedule", () => {
  it("names the next of its two times, by the wall clock of its zone", () => {
    const schedule = daily("0 8 * * 1-5", "0 19 * * 1-5");
    expect(nextRun(schedule, at("2026-11-20T10:00:00Z"))).toEqual(at("2026-11-20T18:00:00Z"));
    expect(nextRun(schedule, at("2026-11-20T18:00:00Z"))).toEqual(at("2026-11-23T07:00:00Z"));
  });

  it("keeps to the wall clock over both changes of the year", () => {
    const schedule = daily("0 8 * * *", null);
    expect(nextRun(schedule, at("2026-03-28T08:00:00Z"))).toEqual(at("2026-03-29T06:00:00Z"));
    expect(nextRun(schedule, at("2026-10-24T07:00:00Z"))).toEqual(at("2026-10-25T07:00:00Z"));
  });

  it("does once what stands in the hour that is left out in spring", () => {
    const schedule = daily(null, "30 2 * * *");
    const run = nextRun(schedule, at("2026-03-28T12:00:00Z"));
    expect(run?.toISOString().slice(0, 13)).toBe("2026-03-29T01");
    expect(nextRun(schedule, run ?? at("2026-03-28T12:00:00Z"))).toEqual(at("2026-03-30T00:30:00Z"));
  });

  it("does once what stands in the hour that comes twice in autumn", () => {
    const schedule = daily(null, "30 2 * * *");
    const run = nextRun(schedule, at("2026-10-24T12:00:00Z"));
    expect(run).toEqual(at("2026-10-25T00:30:00Z"));
    expect(nextRun(schedule, at("2026-10-25T00:30:00Z"))).toEqual(at("2026-10-26T01:30:00Z"));
  });

  it("does of all missed times the last one only", () => {
    const schedule = daily("0 8 * * *", "0 19 * * *", "UTC");
    expect(dueDeed(schedule, at("2026-11-16T08:00:00Z"), at("2026-11-20T12:00:00Z"))).toEqual({
      deed: "start",
      at: at("2026-11-20T08:00:00Z"),
    });
    expect(dueDeed(schedule, at("2026-11-16T08:00:00Z"), at("2026-11-20T19:00:00Z"))).toEqual({
      deed: "stop",
      at: at("2026-11-20T19:00:00Z"),
    });
    expect(dueDeed(schedule, at("2026-11-20T19:00:01Z"), at("2026-11-21T07:59:00Z"))).toBeNull();
  });

  it("stops rather than starts where both stand at the same minute", () => {
    const schedule = daily("0 8 * * *", "0 8 * * *", "UTC");
    expect(dueDeed(schedule, at("2026-11-20T08:00:00Z"), at("2026-11-20T08:00:02Z"))?.deed).toBe("stop");
  });

  it("is read from a document and as it was kept", () => {
    const kept = readSchedule({ start: "0 8 * * *", stop: null, time_zone: "Asia/Tokyo" });
    expect(kept).toEqual({ start: "0 8 * * *", stop: null, timeZone: "Asia/Tokyo" });
    expect(readSchedule(kept)).toEqual(kept);
    expect(readSchedule({ time_zone: "UTC" })).toBeNull();
  });

  it("refuses what names no time and no zone", () => {
    expect(["0 8 * * 1-5", "*/15 * * * MON-FRI", "0 0 29 2 *"].map(isCron)).toEqual([true, true, true]);
    expect(["61 8 * * *", "0 8 * * FOO", "0 0 30 2 *", "0 8 * *"].map(isCron)).toEqual([false, false, false, false]);
    expect(["Europe/Berlin", "UTC", "Mars/Base"].map(isTimeZone)).toEqual([true, true, false]);
  });
});
