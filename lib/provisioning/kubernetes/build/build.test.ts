import { describe, expect, test } from "vitest";
import { isPortalError } from "@/lib/shared/errors";
import { getIn, type JsonObject } from "@/lib/shared/json";
import type { EnvironmentEntry } from "@/lib/variables/environment";
import type { BuildContext } from "../../provider";
import { buildKubernetes } from "./build";
import { containerFields, copiedFields, podFields } from "./fields";

const context: BuildContext = {
  workspace: { id: "a1b2c3a1b2c3", name: "notes", owner: "ann@example.com", revision: 3, restarts: 0 },
  names: { main: "notes-a1b2c3", data: "notes-a1b2c3-data", env: "notes-a1b2c3-env" },
  namespace: "data",
  running: true,
  environment: [],
  facts: {},
};

const labels = {
  "app.kubernetes.io/name": "workspace",
  "app.kubernetes.io/instance": "notes",
  "app.kubernetes.io/managed-by": "berth",
  "berth.dev/workspace": "notes",
  "berth.dev/workspace-id": "a1b2c3a1b2c3",
};

const document = (config: JsonObject = {}, rest: JsonObject = {}): JsonObject => ({
  container_config: { image: "example.com/tool:1", ...config },
  ...rest,
});

const build = (resolved: JsonObject, change: Partial<BuildContext> = {}) =>
  new Map(buildKubernetes(resolved, { ...context, ...change }).map((manifest) => [manifest.kind, manifest.body]));

const podSpec = (resolved: JsonObject, change: Partial<BuildContext> = {}): JsonObject =>
  getIn(build(resolved, change).get("StatefulSet"), ["spec", "template", "spec"]) as JsonObject;

const main = (resolved: JsonObject, change: Partial<BuildContext> = {}): JsonObject =>
  getIn(podSpec(resolved, change), ["containers", 0]) as JsonObject;

const variable = (name: string, value: string, secret = false): EnvironmentEntry => ({
  name,
  value,
  secret,
  origin: "document",
});

describe("the smallest document", () => {
  test("becomes a claim, a Service and a StatefulSet", () => {
    const meta = (name: string) => ({ name, namespace: "data", labels });
    expect(Object.fromEntries(build(document()))).toEqual({
      PersistentVolumeClaim: {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: meta("notes-a1b2c3-data"),
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "2Gi" } } },
      },
      Service: {
        apiVersion: "v1",
        kind: "Service",
        metadata: meta("notes-a1b2c3"),
        spec: {
          type: "ClusterIP",
          selector: { "berth.dev/workspace-id": "a1b2c3a1b2c3" },
          ports: [{ name: "http", port: 6789, targetPort: 6789, protocol: "TCP" }],
          publishNotReadyAddresses: false,
        },
      },
      StatefulSet: {
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: meta("notes-a1b2c3"),
        spec: {
          replicas: 1,
          serviceName: "notes-a1b2c3",
          podManagementPolicy: "Parallel",
          updateStrategy: { type: "RollingUpdate" },
          revisionHistoryLimit: 2,
          selector: { matchLabels: { "berth.dev/workspace-id": "a1b2c3a1b2c3" } },
          template: {
            metadata: { labels, annotations: { "berth.dev/restarts": "0" } },
            spec: {
              containers: [
                {
                  name: "workspace",
                  image: "example.com/tool:1",
                  ports: [{ name: "http", containerPort: 6789, protocol: "TCP" }],
                  volumeMounts: [{ name: "home", mountPath: "/home/src" }],
                  readinessProbe: {
                    tcpSocket: { port: 6789 },
                    periodSeconds: 1,
                    timeoutSeconds: 3,
                    failureThreshold: 10,
                    successThreshold: 1,
                  },
                  securityContext: { allowPrivilegeEscalation: false },
                },
              ],
              volumes: [{ name: "home", persistentVolumeClaim: { claimName: "notes-a1b2c3-data" } }],
              terminationGracePeriodSeconds: 10,
              serviceAccountName: "default",
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              securityContext: { seccompProfile: { type: "RuntimeDefault" } },
            },
          },
        },
      },
    });
  });

  test("stays below 5 objects and 50 kB, secrets included", () => {
    const manifests = buildKubernetes(document(), { ...context, environment: [variable("TOKEN", "x", true)] });
    expect(manifests.length).toBeLessThanOrEqual(5);
    expect(JSON.stringify(manifests).length).toBeLessThan(50_000);
  });

  test("has no replica when it shall not run", () => {
    expect(getIn(build(document(), { running: false }).get("StatefulSet"), ["spec", "replicas"])).toBe(0);
  });
});

describe("container_config", () => {
  test("every container field is on the main container, or says who decides", () => {
    const values = Object.fromEntries(copiedFields.map((field) => [field, { marker: field }]));
    const container = main(document(values));
    for (const [field, how] of Object.entries(containerFields)) {
      if (how === "rendered") expect(container[field], field).toEqual({ marker: field });
    }
  });

  test("every pod key is on the pod and never on the container", () => {
    const list = [{ name: "x", image: "example.com/x", key: "marker" }];
    const values = Object.fromEntries(
      Object.keys(podFields).map((key) => [key, key === "terminationGracePeriodSeconds" ? 77 : list]),
    );
    const spec = podSpec(document(values));
    for (const [key, field] of Object.entries(podFields)) {
      expect(main(document(values)), key).not.toHaveProperty(key);
      expect(JSON.stringify(spec[field]), key).toContain(key === "terminationGracePeriodSeconds" ? "77" : "marker");
    }
    expect(spec).not.toHaveProperty("sidecars");
  });

  test.each([
    ["tool", "2", "tool:2"],
    ["tool:1", "2", "tool:2"],
    ["host:5000/tool", "2", "host:5000/tool:2"],
    ["host:5000/tool:1", 2, "host:5000/tool:2"],
    ["tool:1@sha256:abc", "2", "tool:2"],
  ])("image %s with image_tag %s is %s", (image, tag, expected) => {
    expect(main(document({ image, image_tag: tag })).image).toBe(expected);
  });

  test("without an image is refused, naming the field", () => {
    expect(() => build({ container_config: {} })).toThrow(/container_config\.image/);
    try {
      build({});
    } catch (error) {
      expect(isPortalError(error) && error.code).toBe("document/invalid");
    }
  });

  test("adds its mounts to the workspace's own, and replaces it only at the same path", () => {
    const other = { name: "data", mountPath: "/data" };
    expect(main(document({ volumeMounts: [other] })).volumeMounts).toEqual([
      { name: "home", mountPath: "/home/src" },
      other,
    ]);
    const same = { name: "data", mountPath: "/home/src" };
    expect(main(document({ volumeMounts: [same] })).volumeMounts).toEqual([same]);
  });

  test("keeps the workspace's port beside the document's", () => {
    const ports = [
      { containerPort: 9000, name: "extra" },
      { containerPort: 53, protocol: "UDP" },
    ];
    expect(main(document({ ports })).ports).toEqual([
      { name: "http", containerPort: 6789, protocol: "TCP" },
      { containerPort: 9000, name: "extra", protocol: "TCP" },
      { containerPort: 53, protocol: "UDP" },
    ]);
  });

  test("may allow escalation, and privileged implies it", () => {
    const context = (securityContext: JsonObject) => main(document({ securityContext })).securityContext;
    expect(context({ runAsUser: 1000 })).toEqual({ allowPrivilegeEscalation: false, runAsUser: 1000 });
    expect(context({ allowPrivilegeEscalation: true })).toEqual({ allowPrivilegeEscalation: true });
    expect(context({ privileged: true })).toEqual({ privileged: true });
  });

  test("gives sidecars and init containers the same security defaults", () => {
    const extra = [{ name: "x", image: "example.com/x" }];
    const spec = podSpec(document({ sidecars: extra, initContainers: extra }));
    expect(getIn(spec, ["containers", 1, "securityContext"])).toEqual({ allowPrivilegeEscalation: false });
    expect(getIn(spec, ["initContainers", 0, "securityContext"])).toEqual({ allowPrivilegeEscalation: false });
  });

  test("takes the environment from the context, not from the document", () => {
    const config = { env: [{ name: "OLD", value: "1" }] };
    expect(main(document(config), { environment: [variable("NEW", "2")] }).env).toEqual([{ name: "NEW", value: "2" }]);
  });
});

describe("secrets", () => {
  const environment = [variable("PLAIN", "1"), variable("TOKEN", "gehéim", true)];
  const annotations = (body: JsonObject | undefined, ...path: string[]) =>
    getIn(body, [...path, "metadata", "annotations"]) as JsonObject;

  test("are in the Secret and referenced, never in the pod template", () => {
    const built = build(document(), { environment });
    expect(built.get("Secret")?.data).toEqual({ TOKEN: Buffer.from("gehéim").toString("base64") });
    expect(main(document(), { environment }).env).toEqual([
      { name: "PLAIN", value: "1" },
      { name: "TOKEN", valueFrom: { secretKeyRef: { name: "notes-a1b2c3-env", key: "TOKEN" } } },
    ]);
    expect(JSON.stringify(built.get("StatefulSet"))).not.toContain("gehéim");
  });

  test("restart the pod when they change, and only then", () => {
    const digest = (value: string) => {
      const built = build(document(), { environment: [variable("TOKEN", value, true)] });
      const [secret, template] = [
        annotations(built.get("Secret")),
        annotations(built.get("StatefulSet"), "spec", "template"),
      ];
      expect(secret["berth.dev/secret-digest"]).toBe(template["berth.dev/secret-digest"]);
      return template["berth.dev/secret-digest"];
    };
    expect(digest("one")).toBe(digest("one"));
    expect(digest("one")).not.toBe(digest("two"));
  });

  test("make no Secret when there are none", () => {
    expect(build(document(), { environment: [variable("PLAIN", "1")] }).has("Secret")).toBe(false);
  });
});

describe("the readiness probe", () => {
  const probe = (rest: JsonObject, config: JsonObject = {}) =>
    main(document(config, rest)).readinessProbe as JsonObject;

  test("is TCP for the default path and for none, HTTP for a path that somebody names", () => {
    expect(probe({ health_path: "" })).toHaveProperty("tcpSocket.port", 6789);
    expect(probe({ health_path: "/", port: 80 })).toHaveProperty("tcpSocket.port", 80);
    expect(probe({ health_path: "/healthz" })).toHaveProperty("httpGet.path", "/healthz");
  });

  test("is the document's own when it has one", () => {
    const own = { exec: { command: ["true"] } };
    expect(probe({}, { readinessProbe: own })).toEqual(own);
  });
});

describe("storage", () => {
  const claim = (rest: JsonObject, facts: JsonObject = {}) =>
    build(document({}, rest), { facts }).get("PersistentVolumeClaim")?.spec as JsonObject;

  test("takes class, size and access mode from the document", () => {
    const rest = { storage_class_name: "fast", storage_request_size: "5Gi", storage_access_mode: "ReadWriteMany" };
    expect(claim(rest)).toEqual({
      accessModes: ["ReadWriteMany"],
      resources: { requests: { storage: "5Gi" } },
      storageClassName: "fast",
    });
  });

  test("uses the cluster's default class where the seed's class does not exist, and the seed's where it does", () => {
    const seed = { storage_class_name: "efs-sc-us-west-2" };
    expect(claim(seed, { storage_classes: ["standard"] })).not.toHaveProperty("storageClassName");
    expect(claim(seed, { storage_classes: ["efs-sc-us-west-2"] })).toMatchObject({
      storageClassName: "efs-sc-us-west-2",
      accessModes: ["ReadWriteMany"],
    });
    expect(claim({ storage_class_name: "typo" }, { storage_classes: ["standard"] })).toHaveProperty(
      "storageClassName",
      "typo",
    );
  });

  test("is a folder of the shared claim when one is named, and then no claim is made", () => {
    const resolved = document({}, { pvc_name: "shared", pvc_subpath: "team/notes" });
    expect(build(resolved).has("PersistentVolumeClaim")).toBe(false);
    expect(podSpec(resolved).volumes).toEqual([{ name: "home", persistentVolumeClaim: { claimName: "shared" } }]);
    expect(main(resolved).volumeMounts).toEqual([{ name: "home", mountPath: "/home/src", subPath: "team/notes" }]);
  });
});

describe("identity", () => {
  test("mounts a token only for a service account that is named", () => {
    expect(podSpec(document())).toMatchObject({ serviceAccountName: "default", automountServiceAccountToken: false });
    expect(podSpec(document({}, { service_account_name: "etl" }))).toMatchObject({
      serviceAccountName: "etl",
      automountServiceAccountToken: true,
    });
  });

  test("a document's labels cannot take the place of Berth's own", () => {
    const built = build(document({}, { labels: { team: "data", "berth.dev/workspace-id": "forged" } }));
    expect(getIn(built.get("StatefulSet"), ["metadata", "labels"])).toEqual({ ...labels, team: "data" });
  });

  test("an asked-for restart is a change of the pod template", () => {
    const built = build(document(), { workspace: { ...context.workspace, restarts: 2 } });
    expect(getIn(built.get("StatefulSet"), ["spec", "template", "metadata", "annotations"])).toEqual({
      "berth.dev/restarts": "2",
    });
  });
});
