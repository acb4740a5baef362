import { describe, expect, test } from "vitest";
import { getIn, type JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../../manifest";
import { kubernetesProvider } from "../provider";
import { claimed } from "../server/ownership";
import { cleanObject } from "./clean";
import { workloadsOf, type NamespaceObjects } from "./found";
import { keepForm } from "./keep-form";
import { selectorText, workloadKeyOf } from "./owner";
import { readDocument } from "./read-document";

const container: JsonObject = {
  name: "demo-container",
  image: "mageai/mageai:0.9.79",
  imagePullPolicy: "IfNotPresent",
  terminationMessagePath: "/dev/termination-log",
  resources: {},
  env: [
    { name: "A", value: "1" },
    { name: "TOKEN", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
  ],
  ports: [{ containerPort: 8080, name: "web", protocol: "TCP" }],
  volumeMounts: [{ name: "mage-data", mountPath: "/home/src" }],
};

const statefulSet = (spec: JsonObject = {}, pod: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
  metadata: { name: "demo", uid: "u1", labels: { app: "demo" }, ...metadata },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "demo" } },
    template: {
      metadata: { creationTimestamp: null, labels: { app: "demo" } },
      spec: {
        serviceAccount: "mage",
        serviceAccountName: "mage",
        dnsPolicy: "ClusterFirst",
        containers: [container],
        ...pod,
      },
    },
    volumeClaimTemplates: [{ metadata: { name: "mage-data" } }],
    ...spec,
  },
  status: { readyReplicas: 1 },
});

const around = (object: JsonObject, more: Partial<NamespaceObjects> = {}): NamespaceObjects => ({
  workloads: [{ kind: "StatefulSet", object }],
  services: [
    {
      metadata: { name: "demo-service", labels: { "dev-instance": "1" } },
      spec: {
        type: "NodePort",
        clusterIP: "10.0.0.1",
        selector: { app: "demo" },
        ports: [{ port: 80, targetPort: "web" }],
      },
    },
  ],
  claims: [
    {
      metadata: { name: "mage-data-demo-0" },
      spec: { accessModes: ["ReadWriteMany"], resources: { requests: { storage: "5Gi" } }, volumeName: "pv-1" },
    },
  ],
  ingresses: [],
  ...more,
});

const found = (object: JsonObject = statefulSet(), more: Partial<NamespaceObjects> = {}) => {
  const [workload] = workloadsOf("data", around(object, more));
  if (!workload) throw new Error("nothing was found");
  return workload;
};

describe("what is found", () => {
  test("Mage's StatefulSet with its Service and claim, without what the cluster decides", () => {
    const { objects, ...workload } = found();
    expect(workload).toMatchObject({
      kind: "StatefulSet",
      name: "demo",
      uid: "u1",
      mage: true,
      ready: true,
      obstacle: null,
    });
    expect(objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "StatefulSet demo",
      "Service demo-service",
      "PersistentVolumeClaim mage-data-demo-0",
    ]);
    expect(JSON.stringify(objects)).not.toMatch(/clusterIP|volumeName|creationTimestamp|"serviceAccount"|status/);
  });

  test.each<[string, JsonObject, RegExp]>([
    ["more than one replica", statefulSet({ replicas: 3 }), /3 replicas/],
    ["an owner", statefulSet({}, {}, { ownerReferences: [{ kind: "Notebook", name: "n" }] }), /Notebook n/],
    ["another Berth's label", statefulSet({}, {}, { labels: { "berth.dev/workspace-id": "x" } }), /another Berth/],
    [
      "several containers with ports",
      statefulSet({}, { containers: [container, { ...container, name: "other" }] }),
      /demo-container, other/,
    ],
  ])("%s is an obstacle", (_what, object, reason) => {
    expect(found(object).obstacle?.message).toMatch(reason);
  });

  test("a claim that another workload uses, too, is nobody's to delete", () => {
    const other = { kind: "Deployment" as const, object: statefulSet({}, {}, { name: "other" }) };
    const shared: JsonObject = {
      ...other.object,
      spec: {
        template: { spec: { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "mage-data-demo-0" } }] } },
      },
    };
    const workloads = [
      { kind: "StatefulSet" as const, object: statefulSet() },
      { ...other, object: shared },
    ];
    expect(found(statefulSet(), { workloads }).objects.map(({ kind }) => kind)).not.toContain("PersistentVolumeClaim");
  });

  test("of variables with one name the last one stays", () => {
    const twice = {
      ...container,
      env: [
        { name: "A", value: "1" },
        { name: "A", value: "2" },
      ],
    };
    const { body } = cleanObject("StatefulSet", statefulSet({}, { containers: [twice] }));
    expect(getIn(body, ["spec", "template", "spec", "containers", 0, "env"])).toEqual([{ name: "A", value: "2" }]);
  });
});

test("the document has what differs from the defaults, and references stay references", () => {
  expect(readDocument(found())).toEqual({
    container_config: { image: container.image, env: container.env, volumeMounts: container.volumeMounts },
    port: 8080,
    namespace: "data",
    service_account_name: "mage",
    storage_request_size: "5Gi",
    storage_access_mode: "ReadWriteMany",
  });
});

describe("the form that was found", () => {
  const workload = found();
  const document = readDocument(workload);
  const configOf = (value: JsonObject) => value.container_config as JsonObject;
  const build = (value: JsonObject, restarts = 0): readonly Manifest[] => {
    const names = { main: "demo", data: "mage-data-demo-0", env: "demo-env" };
    const env = configOf(value).env as readonly { readonly name: string; readonly value?: string }[];
    const environment = env.map((item) => ({ ...item, secret: false, origin: "document" }));
    const id = "abc";
    const context = { workspace: { id, name: "demo", owner: "", revision: 1, restarts }, names, namespace: "data" };
    return kubernetesProvider.build(value, { ...context, running: true, environment, facts: {} });
  };
  const kept = (value: JsonObject, restarts = 0) => {
    const input = { built: build(value, restarts), base: build(document), found: workload.objects };
    return keepForm({ ...input, config: configOf(value), baseConfig: configOf(document) });
  };
  const podOf = (manifests: readonly Manifest[]) =>
    getIn(manifests.find(({ kind }) => kind === "StatefulSet")?.body, ["spec", "template"]);
  const original = podOf(workload.objects);

  test("is what is built while nothing changed", () => {
    const manifests = kept(document);
    expect(podOf(manifests)).toEqual(original);
    expect(manifests.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      "PersistentVolumeClaim mage-data-demo-0",
      "Service demo-service",
      "StatefulSet demo",
    ]);
    for (const { body } of manifests) expect(getIn(body, ["metadata", "labels", "berth.dev/workspace-id"])).toBe("abc");
  });

  const changed = (config: JsonObject) => ({ ...document, container_config: { ...configOf(document), ...config } });
  test.each<[string, JsonObject, (string | number)[], unknown]>([
    ["an image", { image: "other:2" }, ["image"], "other:2"],
    ["a variable that goes", { env: [{ name: "A", value: "1" }] }, ["env"], [{ name: "A", value: "1" }]],
    ["limits", { resources: { limits: { memory: "1Gi" } } }, ["resources"], { limits: { memory: "1Gi" } }],
    [
      "what Berth would build by itself, once it is written",
      { securityContext: { allowPrivilegeEscalation: false } },
      ["securityContext"],
      { allowPrivilegeEscalation: false },
    ],
  ])("gets %s, and nothing else", (_what, config, path, expected) => {
    const template = podOf(kept(changed(config)));
    const main = getIn(template, ["spec", "containers", 0]) as JsonObject;
    expect(getIn(main, path)).toEqual(expected);
    expect({ ...main, [String(path[0])]: undefined }).toEqual({ ...container, [String(path[0])]: undefined });
  });

  test("gets the mark of a restart that was asked for", () => {
    expect(getIn(podOf(kept(document, 1)), ["metadata", "annotations", "berth.dev/restarts"])).toBe("1");
  });
});

describe("whose pod it is", () => {
  const pod = (kind: string, name: string, labels: JsonObject = {}): JsonObject => ({
    metadata: { labels, ownerReferences: [{ kind, name, controller: true }] },
  });
  test.each<[JsonObject, string | null]>([
    [pod("StatefulSet", "a"), "StatefulSet/a"],
    [pod("ReplicaSet", "web-app-5d9", { "pod-template-hash": "5d9" }), "Deployment/web-app"],
    [pod("ReplicaSet", "alone"), null],
    [pod("Job", "j"), null],
    [{ metadata: {} }, null],
  ])("%j", (object, key) => {
    expect(workloadKeyOf(object)).toBe(key);
  });

  test("selectors become queries", () => {
    const matchExpressions = [
      { key: "tier", operator: "In", values: ["a", "b"] },
      { key: "old", operator: "DoesNotExist" },
    ];
    const selector = { matchLabels: { app: "x" }, matchExpressions };
    expect(selectorText({ spec: { selector } })).toBe("app=x,tier in (a,b),!old");
  });
});

describe("claims on fields", () => {
  const entry = (manager: string, fieldsV1: JsonObject, more: JsonObject = {}): JsonObject => ({
    manager,
    operation: "Update",
    fieldsV1,
    ...more,
  });
  const status = entry("kube-controller-manager", { "f:status": {} }, { subresource: "status" });

  test("others' claims on the spec become Berth's, what they claim beside stays theirs", () => {
    const theirs = entry("kubectl", { "f:metadata": { "f:labels": {} }, "f:spec": { "f:a": {} } });
    const own = entry("berth", { "f:spec": { "f:b": {} } }, { operation: "Apply" });
    expect(claimed([theirs, status, own])).toEqual([
      { ...theirs, fieldsV1: { "f:metadata": { "f:labels": {} } } },
      status,
      expect.objectContaining({
        manager: "berth",
        operation: "Apply",
        fieldsV1: { "f:spec": { "f:a": {}, "f:b": {} } },
      }),
    ]);
  });

  test("nothing is written where nobody else claims anything of it", () => {
    expect(claimed([status, entry("berth", { "f:spec": {} }, { operation: "Apply" })])).toBeNull();
  });
});
