import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { resolveLayers } from "./merge";
import type { Layer } from "./order";

const layer = (detail: string, value: JsonObject): Layer => ({ name: "document", detail, value });
const merged = (...values: JsonObject[]) => resolveLayers(values.map((value, index) => layer(String(index), value)));
const config = (value: JsonObject): JsonObject => ({ container_config: value });

const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
const object = fc.dictionary(fc.constantFrom("a", "b", "c", "__proto__", "toString"), value, {
  maxKeys: 4,
}) as fc.Arbitrary<JsonObject>;
const env = fc.array(fc.record({ name: fc.constantFrom("A", "B", "C"), value: fc.constantFrom("1", "2") }), {
  maxLength: 4,
});
const documents = fc.oneof(
  object,
  env.map((items) => config({ env: items })),
);

function leaves(item: Json): number {
  if (Array.isArray(item)) return 1;
  if (!isObject(item) || Object.keys(item).length === 0) return 1;
  return Object.values(item).reduce<number>((sum, inner) => sum + leaves(inner), 0);
}

describe("resolveLayers", () => {
  it("merges maps deep and tells where each leaf is from", () => {
    const { value: result, origins } = merged(
      config({ resources: { limits: { cpu: "1" } } }),
      config({ resources: { limits: { memory: "2Gi" } } }),
    );
    expect(result).toEqual(config({ resources: { limits: { cpu: "1", memory: "2Gi" } } }));
    expect(Object.fromEntries(origins)).toEqual({
      "container_config.resources.limits.cpu": "document:0",
      "container_config.resources.limits.memory": "document:1",
    });
  });

  it("replaces an env item whole: value and valueFrom never meet", () => {
    const from = { fieldRef: { fieldPath: "metadata.name" } };
    const {
      value: result,
      origins,
      overrides,
    } = merged(config({ env: [{ name: "A", valueFrom: from }] }), config({ env: [{ name: "A", value: "x" }] }));
    expect(result).toEqual(config({ env: [{ name: "A", value: "x" }] }));
    expect(origins.get("container_config.env[A].value")).toBe("document:1");
    expect(overrides).toContainEqual({
      path: "container_config.env[A].valueFrom.fieldRef.fieldPath",
      layer: "document:0",
      value: "metadata.name",
      by: "document:1",
    });
  });

  it("removes one variable by value null and all of them by env null", () => {
    const both = config({
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
    });
    expect(merged(both, config({ env: [{ name: "A", value: null }] })).value).toEqual(
      config({ env: [{ name: "B", value: "2" }] }),
    );
    expect(merged(both, config({ env: null })).value).toEqual(config({}));
  });

  it("adds volume mounts by path and replaces volumes by name as a whole", () => {
    const weak = config({
      volumeMounts: [{ name: "data", mountPath: "/home/src" }],
      volumes: [{ name: "v", emptyDir: {} }],
    });
    const strong = config({
      volumeMounts: [{ name: "v", mountPath: "/v" }],
      volumes: [{ name: "v", configMap: { name: "c" } }],
    });
    expect(merged(weak, strong).value).toEqual(
      config({
        volumeMounts: [
          { name: "data", mountPath: "/home/src" },
          { name: "v", mountPath: "/v" },
        ],
        volumes: [{ name: "v", configMap: { name: "c" } }],
      }),
    );
  });

  it("merges sidecars by name and deep, their env by name", () => {
    const weak = config({ sidecars: [{ name: "s", image: "a", env: [{ name: "X", value: "1" }] }] });
    const strong = config({ sidecars: [{ name: "s", env: [{ name: "Y", value: "2" }] }] });
    const { value: result, origins } = merged(weak, strong);
    expect(result).toEqual(
      config({
        sidecars: [
          {
            name: "s",
            image: "a",
            env: [
              { name: "X", value: "1" },
              { name: "Y", value: "2" },
            ],
          },
        ],
      }),
    );
    expect(origins.get("container_config.sidecars[s].env[Y].value")).toBe("document:1");
  });

  it("keeps tolerations that differ in any part", () => {
    const one = { key: "gpu", operator: "Exists", effect: "NoSchedule" };
    const two = { ...one, effect: "NoExecute" };
    expect(merged(config({ tolerations: [one] }), config({ tolerations: [one, two] })).value).toEqual(
      config({ tolerations: [one, two] }),
    );
  });

  it("replaces lists without keys and remembers the lost one", () => {
    const { value: result, overrides } = merged(config({ command: ["a", "b"] }), config({ command: ["c"] }));
    expect(result).toEqual(config({ command: ["c"] }));
    expect(overrides).toEqual([
      { path: "container_config.command", layer: "document:0", value: ["a", "b"], by: "document:1" },
    ]);
  });

  it("removes by null and remembers what was there", () => {
    const { value: result, origins, overrides } = merged({ port: 1, labels: { a: "1" } }, { port: null, labels: null });
    expect(result).toEqual({});
    expect(origins.size).toBe(0);
    expect(overrides.map((override) => override.path)).toEqual(["port", "labels.a"]);
  });

  it("is not fooled by __proto__", () => {
    const evil = JSON.parse(
      '{"__proto__": {"polluted": true}, "a": {"constructor": {"prototype": {"polluted": true}}}}',
    ) as JsonObject;
    resolveLayers([layer("0", evil), layer("1", evil)]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("property: a layer twice is the same as once", () => {
    fc.assert(
      fc.property(documents, documents, (a, b) => void expect(merged(a, b, b).value).toEqual(merged(a, b).value)),
    );
  });

  it("property: folding in two steps gives the same, as long as nothing is removed", () => {
    const hasNull = (item: Json): boolean =>
      item === null || (typeof item === "object" && Object.values(item).some(hasNull));
    const whole = documents.filter((item) => !hasNull(item));
    fc.assert(
      fc.property(
        whole,
        whole,
        whole,
        (a, b, c) => void expect(merged(merged(a, b).value, c).value).toEqual(merged(a, b, c).value),
      ),
    );
  });

  it("property: inputs are not changed", () => {
    fc.assert(
      fc.property(documents, documents, (a, b) => {
        const before = JSON.stringify([a, b]);
        merged(a, b);
        expect(JSON.stringify([a, b])).toBe(before);
      }),
    );
  });

  it("property: every leaf has exactly one origin", () => {
    fc.assert(
      fc.property(object, object, (a, b) => {
        const { value: result, origins } = merged(a, b);
        expect(origins.size).toBe(Object.keys(result).length === 0 ? 0 : leaves(result));
      }),
    );
  });
});
