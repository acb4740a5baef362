import { describe, expect, it } from "vitest";
import { appendSample, formatBytes, formatCores, sparklinePoints } from "./sparkline";

describe("sparklinePoints", () => {
  it("puts the newest value at the right end and zero at the bottom", () => {
    expect(sparklinePoints([0, 2], { width: 100, height: 20, slots: 3 })).toBe("50.0,20.0 100.0,2.0");
  });

  it("is a flat line for an idle program", () => {
    expect(sparklinePoints([0, 0], { width: 10, height: 20, slots: 2 })).toBe("0.0,20.0 10.0,20.0");
  });
});

describe("appendSample", () => {
  it("keeps the last ones", () => expect(appendSample([1, 2, 3], 4, 3)).toEqual([2, 3, 4]));
});

describe("numbers for people", () => {
  it.each([
    [0, "0 B"],
    [1536, "1.5 KiB"],
    [536870912, "512 MiB"],
    [1610612736, "1.5 GiB"],
  ])("writes %d bytes as %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [0.004, "0.004"],
    [0.25, "0.25"],
    [12.4, "12"],
  ])("writes %d cores as %s", (cores, text) => expect(formatCores(cores)).toBe(text));
});
