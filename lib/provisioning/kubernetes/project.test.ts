import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import { planChanges } from "../plan";
import { kubernetesRules } from "./diff-rules";

const statefulSet = (spec: JsonObject, metadata: JsonObject = {}) => ({
  kind: "StatefulSet",
  name: "notes",
  body: { metadata: { labels: { app: "notes" }, ...metadata }, spec },
});

const managedBy = (fieldsV1: JsonObject, manager = "berth") => ({
  managedFields: [{ manager, operation: "Apply", fieldsV1: { "f:spec": fieldsV1 } }],
});

/** What a plan would change in the spec, as `path: before -> after`. */
const changes = (live: JsonObject, desired: JsonObject, metadata: JsonObject = {}) =>
  planChanges([statefulSet(desired)], [statefulSet(live, metadata)], kubernetesRules, "").steps.flatMap((step) =>
    "changes" in step
      ? step.changes.map(({ path, before, after }) => `${path}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`)
      : [step.action],
  );

const template = (container: JsonObject): JsonObject => ({
  template: { spec: { containers: [{ name: "workspace", ...container }] } },
});
const containerFields = (fields: JsonObject): JsonObject => ({
  "f:template": { "f:spec": { "f:containers": { 'k:{"name":"workspace"}': { ".": {}, "f:name": {}, ...fields } } } },
});

describe("what a plan compares on Kubernetes", () => {
  test("defaults of the API server are no difference", () => {
    expect(
      changes({ replicas: 1, minReadySeconds: 0, template: { spec: { dnsPolicy: "ClusterFirst" } } }, { replicas: 1 }),
    ).toEqual([]);
  });

  test.each([
    [{ limits: { cpu: "1", memory: "1Gi" } }, { limits: { cpu: "1000m", memory: 1073741824 } }],
    [{ requests: { "nvidia.com/gpu": "1" } }, { requests: { "nvidia.com/gpu": 1 } }],
  ])("equal quantities are no difference (%#)", (live, desired) => {
    expect(
      changes(template({ resources: live }), template({ resources: desired }), managedBy(containerFields({}))),
    ).toEqual([]);
  });

  test.each([{ args: [] }, { workingDir: "" }, { tty: false }, { resources: {} }, { lifecycle: { preStop: {} } }])(
    "an empty value that the API server drops is no difference (%o)",
    (dropped) => {
      expect(changes(template({}), template(dropped), managedBy(containerFields({})))).toEqual([]);
    },
  );

  test("false is a difference where absent means something else", () => {
    const wanted = { template: { spec: { automountServiceAccountToken: false } } };
    expect(changes({ template: { spec: {} } }, wanted)).toHaveLength(1);
  });

  test("a field that Berth set and no longer wants is taken out", () => {
    const live = template({ command: ["old"], tty: true });
    expect(changes(live, template({}), managedBy(containerFields({ "f:command": {} })))).toEqual([
      'spec.template.spec.containers[name=workspace].command: ["old"] -> undefined',
    ]);
  });

  test("a field that somebody else set is left alone", () => {
    const live = template({ command: ["theirs"] });
    const other = {
      managedFields: [
        { manager: "kubectl", operation: "Apply", fieldsV1: { "f:spec": containerFields({ "f:command": {} }) } },
      ],
    };
    expect(
      changes(live, template({}), {
        managedFields: [...other.managedFields, ...managedBy(containerFields({})).managedFields],
      }),
    ).toEqual([]);
  });

  test("a container that somebody else added is left alone, one of Berth's is taken out", () => {
    const live = { template: { spec: { containers: [{ name: "workspace" }, { name: "ours" }, { name: "theirs" }] } } };
    const fields = containerFields({}) as { "f:template": { "f:spec": { "f:containers": JsonObject } } };
    const containers = {
      ...fields["f:template"]["f:spec"]["f:containers"],
      'k:{"name":"ours"}': { ".": {}, "f:name": {} },
    };
    const managed = managedBy({ "f:template": { "f:spec": { "f:containers": containers } } });
    expect(changes(live, template({}), managed)).toEqual([
      'spec.template.spec.containers[name=ours]: {"name":"ours"} -> undefined',
    ]);
  });

  test("in a list that is replaced as a whole only known defaults are no difference", () => {
    const sources = (extra: JsonObject) => ({ template: { spec: { sources: [{ token: { path: "t", ...extra } }] } } });
    const managed = managedBy({ "f:template": { "f:spec": { "f:sources": {} } } });
    expect(changes(sources({ expirationSeconds: 3600 }), sources({}), managed)).toEqual([]);
    expect(changes(sources({ expirationSeconds: 7200 }), sources({}), managed)).toHaveLength(1);
  });

  test("an object that is being deleted is not the wanted one", () => {
    const ending = { deletionTimestamp: "2026-01-01T00:00:00Z" };
    expect(changes({ replicas: 1 }, { replicas: 1 }, ending)).toEqual([
      'metadata.labels: undefined -> {"app":"notes"}',
    ]);
  });

  test("managed fields of an unknown form do no harm", () => {
    const odd = {
      managedFields: [
        { manager: "berth", operation: "Apply", fieldsV1: { "f:spec": { "f:list": { "k:not json": {} } } } },
      ],
    };
    expect(changes({ list: [1] }, { list: [1] }, odd)).toEqual([]);
  });
});

describe("effects", () => {
  test.each([
    ["StatefulSet", "spec.replicas", "live"],
    ["StatefulSet", "spec.template.spec.containers[name=workspace].image", "restart"],
    ["StatefulSet", "spec.template.metadata.annotations.berth.dev/restarts", "restart"],
    ["StatefulSet", "spec.serviceName", "recreate"],
    ["StatefulSet", "spec.selector.matchLabels", "recreate"],
    ["StatefulSet", "metadata.labels.team", "live"],
    ["PersistentVolumeClaim", "spec.resources.requests.storage", "live"],
    ["PersistentVolumeClaim", "spec.storageClassName", "data-loss"],
    ["PersistentVolumeClaim", "spec.accessModes", "data-loss"],
    ["PersistentVolumeClaim", "metadata.labels", "live"],
    ["Service", "spec.ports[port=6789]", "live"],
    ["Secret", "metadata.annotations", "live"],
  ])("%s %s: %s", (kind, path, effect) => {
    expect(kubernetesRules[kind]?.effect(path)).toBe(effect);
  });

  test("only the claim holds data", () => {
    const storage = Object.entries(kubernetesRules).filter(([, rule]) => rule.storage);
    expect(storage.map(([kind, rule]) => [kind, rule.onDelete])).toEqual([["PersistentVolumeClaim", "data-loss"]]);
  });
});
