import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import type { Manifest } from "./manifest";
import { effects, planChanges, strongestEffect, type Effect, type KindRule } from "./plan";

const rules: Readonly<Record<string, KindRule>> = {
  Disk: { order: 1, owned: ["size"], effect: () => "data-loss", onDelete: "data-loss", storage: true },
  Process: {
    order: 2,
    owned: ["spec"],
    effect: (path) => (path.startsWith("spec.image") ? "recreate" : path === "spec.replicas" ? "live" : "restart"),
    onDelete: "restart",
    listKey: (path) => (path === "spec.env" ? "name" : undefined),
  },
};

const manifest = (kind: string, name: string, body: JsonObject): Manifest => ({ kind, name, body });
const process = (spec: JsonObject, rest: JsonObject = {}) => manifest("Process", "p", { spec, ...rest });
const disk = manifest("Disk", "d", { size: 1 });
const changesOf = (before: JsonObject, after: JsonObject) =>
  planChanges([process(after)], [process(before)], rules, "").steps.flatMap((step) =>
    "changes" in step ? step.changes : [],
  );

describe("planChanges", () => {
  test("creates upwards and deletes downwards in the kinds' order", () => {
    const names = (steps: ReturnType<typeof planChanges>["steps"]) =>
      steps.map((step) => `${step.action} ${"after" in step ? step.after.kind : step.before.kind}`);
    expect(names(planChanges([process({}), disk], [], rules, "").steps)).toEqual(["create Disk", "create Process"]);
    expect(names(planChanges([], [disk, process({})], rules, "").steps)).toEqual(["delete Process", "delete Disk"]);
  });

  test("compares only owned fields", () => {
    expect(planChanges([process({ a: 1 })], [process({ a: 1 }, { status: "x" })], rules, "").steps).toEqual([]);
  });

  test("leaves objects of unknown kinds alone, and refuses to want one", () => {
    expect(planChanges([], [manifest("Other", "o", {})], rules, "").steps).toEqual([]);
    expect(() => planChanges([manifest("Other", "o", {})], [], rules, "")).toThrow(/Other/);
  });

  test("names the fields that differ, items of keyed lists by their key", () => {
    const before = {
      replicas: 1,
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
    };
    const after = {
      replicas: 0,
      env: [
        { name: "C", value: "3" },
        { name: "A", value: "9" },
      ],
    };
    expect(changesOf(before, after)).toEqual([
      { path: "spec.replicas", before: 1, after: 0, effect: "live" },
      { path: "spec.env[name=A].value", before: "1", after: "9", effect: "restart" },
      { path: "spec.env[name=B]", before: { name: "B", value: "2" }, after: undefined, effect: "restart" },
      { path: "spec.env[name=C]", before: undefined, after: { name: "C", value: "3" }, effect: "restart" },
    ]);
  });

  test("compares a list without keys as a whole", () => {
    expect(changesOf({ args: ["a", "b"] }, { args: ["b", "a"] })).toMatchObject([{ path: "spec.args" }]);
  });

  test("replaces an object when one of its changes demands it, and tells the strongest effect", () => {
    const plan = planChanges(
      [process({ image: "2", replicas: 1 })],
      [process({ image: "1", replicas: 0 })],
      rules,
      "basis",
    );
    expect(plan).toMatchObject({
      basis: "basis",
      effect: "recreate",
      steps: [{ action: "replace", effect: "recreate" }],
    });
    expect(planChanges([], [disk, process({})], rules, "").effect).toBe("data-loss");
  });

  test("keys that are called like properties of every object are ordinary keys", () => {
    const odd = JSON.parse('{"__proto__": 1, "constructor": 2}') as JsonObject;
    expect(
      changesOf({}, odd)
        .map((change) => change.path)
        .sort(),
    ).toEqual(["spec.__proto__", "spec.constructor"]);
    expect(changesOf(odd, odd)).toEqual([]);
  });

  const spec = fc
    .dictionary(fc.string(), fc.jsonValue())
    .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);

  test("wants nothing when all is as wanted, and something exactly when an owned field differs", () => {
    fc.assert(
      fc.property(spec, spec, (a, b) => {
        expect(changesOf(a, a)).toEqual([]);
        const same = planChanges([process(a)], [process(b)], rules, "").steps.length === 0;
        expect(same).toBe(planChanges([process(b)], [process(a)], rules, "").steps.length === 0);
      }),
    );
  });
});

test("the strongest effect does not depend on the order", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...effects)), (list) => {
      const worst = Math.max(0, ...list.map((effect: Effect) => effects.indexOf(effect)));
      expect(strongestEffect(list)).toBe(effects[worst]);
      expect(strongestEffect([...list].reverse())).toBe(effects[worst]);
    }),
  );
});
