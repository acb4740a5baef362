import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import { createMemory } from "./memory";

const object = (name: string, workspace: string, version = "1"): JsonObject => ({
  metadata: { name, resourceVersion: version, labels: { "berth.dev/workspace-id": workspace } },
});
const event = (uid: string, kind: string, name: string, count = 1): JsonObject => ({
  metadata: { uid },
  involvedObject: { kind, name },
  type: "Warning",
  reason: "Failed",
  message: uid,
  lastTimestamp: "2026-01-01T00:00:00Z",
  count,
});

describe("what the watches remember", () => {
  test("tells which workspace changed, and nothing when nothing did", () => {
    const memory = createMemory();
    expect(memory.put("StatefulSet", "data", object("a", "w1"))).toEqual(["w1"]);
    expect(memory.put("StatefulSet", "data", object("a", "w1"))).toEqual([]);
    expect(memory.put("StatefulSet", "data", object("a", "w1", "2"))).toEqual(["w1"]);
    expect(memory.drop("StatefulSet", "data", object("a", "w1"))).toEqual(["w1"]);
    expect(memory.recall("w1")).toBeNull();
  });

  test("a fresh list brings what a watch missed: new, changed and gone", () => {
    const memory = createMemory();
    memory.replace("Pod", "data", [object("same", "w1"), object("gone", "w2"), object("changed", "w3")]);
    memory.put("Pod", "other", object("elsewhere", "w4"));
    const changed = memory.replace("Pod", "data", [
      object("same", "w1"),
      object("changed", "w3", "2"),
      object("new", "w5"),
    ]);
    expect([...changed].sort()).toEqual(["w2", "w3", "w5"]);
    expect(memory.recall("w2")).toBeNull();
    expect(memory.recall("w4")).not.toBeNull();
  });

  test("an event that comes before its pod belongs to the workspace all the same", () => {
    const memory = createMemory();
    memory.put("StatefulSet", "data", object("a", "w1"));
    expect(memory.put("Event", "data", event("e1", "Pod", "a-0"))).toEqual(["w1"]);
    expect(memory.put("Event", "data", event("e2", "Pod", "stranger-0"))).toEqual([]);
    expect(memory.recall("w1")?.events.map((found) => found.message)).toEqual(["e1"]);
  });

  test("a repeated event counts up instead of piling up, and the newest twenty of an object stay", () => {
    const memory = createMemory();
    memory.put("StatefulSet", "data", object("a", "w1"));
    memory.put("Event", "data", event("e1", "Pod", "a-0", 1));
    expect(memory.put("Event", "data", event("e1", "Pod", "a-0", 1))).toEqual([]);
    memory.put("Event", "data", event("e1", "Pod", "a-0", 2));
    expect(memory.recall("w1")?.events).toMatchObject([{ count: 2 }]);
    for (let index = 0; index < 50; index++) memory.put("Event", "data", event(`n${index}`, "Pod", "a-0"));
    expect(memory.recall("w1")?.events).toHaveLength(20);
  });

  test("objects without a workspace's label are nobody's", () => {
    const memory = createMemory();
    expect(memory.put("Pod", "data", { metadata: { name: "x" } })).toEqual([]);
  });

  test("storage that passes to another workspace changes both", () => {
    const memory = createMemory();
    memory.put("PersistentVolumeClaim", "data", object("disk", "w1"));
    expect(memory.put("PersistentVolumeClaim", "data", object("disk", "w2", "2"))).toEqual(["w1", "w2"]);
    expect(memory.recall("w1")).toBeNull();
  });
});
