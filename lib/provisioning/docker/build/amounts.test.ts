import { describe, expect, it } from "vitest";
import { limitsOf, sizeInBytes } from "./amounts";

const mebi = 1024 ** 2;

describe("amounts of a Docker document", () => {
  it.each([
    ["512m", 512 * mebi],
    ["512M", 512 * mebi],
    ["512mb", 512 * mebi],
    ["512Mi", 512 * mebi],
    ["1g", 1024 * mebi],
    ["1.5g", 1536 * mebi],
    ["1024", 1024],
    [1024, 1024],
    ["64b", 64],
    ["0", null],
    [null, null],
  ])("a size of %s has %s bytes", (text, bytes) => {
    expect(sizeInBytes(text, "mem_limit")).toBe(bytes);
  });

  it("takes limits from Docker's keys first, then from resources in Kubernetes form", () => {
    const resources = { limits: { cpu: "1", memory: "1Gi" }, requests: { memory: "256Mi" } };
    expect(limitsOf({ resources })).toEqual({ nano_cpus: 1e9, memory: 1024 * mebi, memory_reservation: 256 * mebi });
    expect(limitsOf({ resources, cpus: "0.25", mem_limit: "512m" })).toMatchObject({
      nano_cpus: 2.5e8,
      memory: 512 * mebi,
    });
    expect(limitsOf({})).toEqual({ nano_cpus: null, memory: null, memory_reservation: null });
  });

  it("has no m for milli in sizes and no unit in cpus", () => {
    expect(limitsOf({ resources: { limits: { cpu: "1500m" } } }).nano_cpus).toBe(1.5e9);
    expect(() => limitsOf({ cpus: "two" })).toThrow(/cpus/);
    expect(() => sizeInBytes("-1", "mem_limit")).toThrow(/mem_limit/);
  });
});
