import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getIn, type JsonObject } from "@/lib/shared/json";
import type { ClusterRuntime } from "../../provider";
import { createClient } from "./client";
import { createDialer } from "./dial";
import { calm, createTestCluster, image, testWorkspace, until, variable, type TestCluster } from "./test-cluster";

const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;

/** Every kind of value that the API server respells, fills in, drops or merges. */
const large: JsonObject = {
  labels: { team: "data" },
  storage_request_size: "0.0625Gi",
  service_account_name: "default",
  health_path: "/index.html",
  container_config: {
    image,
    args: [],
    workingDir: "",
    stdin: false,
    tty: false,
    imagePullPolicy: "IfNotPresent",
    envFrom: [{ configMapRef: { name: "absent", optional: true } }],
    resources: { requests: { cpu: "10m", memory: "0.015625Gi" }, limits: { cpu: "2000m", memory: 134217728 } },
    ports: [
      { containerPort: 6789 },
      { containerPort: 9000, name: "metrics" },
      { containerPort: 9000, protocol: "UDP", name: "udp" },
    ],
    volumeMounts: [
      { name: "scratch", mountPath: "/scratch", readOnly: false },
      { name: "settings", mountPath: "/settings", subPath: "" },
    ],
    volumes: [
      { name: "scratch", emptyDir: { sizeLimit: "1024Mi" } },
      {
        name: "settings",
        projected: {
          sources: [
            { configMap: { name: "absent", optional: true } },
            {
              downwardAPI: {
                items: [
                  {
                    path: "cpu",
                    resourceFieldRef: { containerName: "workspace", resource: "limits.cpu", divisor: "0.001" },
                  },
                ],
              },
            },
          ],
        },
      },
    ],
    lifecycle: { preStop: { exec: { command: ["sh", "-c", "true"] } } },
    livenessProbe: { tcpSocket: { port: "http" }, initialDelaySeconds: 0, periodSeconds: 30 },
    securityContext: { runAsUser: 0, capabilities: { drop: ["NET_RAW"] } },
    nodeSelector: { "kubernetes.io/os": "linux" },
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 1,
            podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { a: "b" } } },
          },
        ],
      },
    },
    tolerations: [
      { key: "dedicated", operator: "Equal", value: "data", effect: "NoSchedule" },
      { operator: "Exists", key: "gpu" },
    ],
    imagePullSecrets: [{ name: "absent" }],
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "kubernetes.io/hostname",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: { a: "b" } },
      },
    ],
    hostAliases: [{ ip: "10.0.0.1", hostnames: ["db.example.com"] }],
    dnsConfig: { options: [{ name: "ndots", value: "2" }] },
    dnsPolicy: "ClusterFirst",
    terminationGracePeriodSeconds: 0,
    initContainers: [{ name: "prepare", image, command: ["true"], resources: { limits: { memory: "64Mi" } } }],
    sidecars: [{ name: "side", image, env: [{ name: "PORT", value: "7000" }], ports: [{ containerPort: 7000 }] }],
  },
};

const environment = [
  variable("PLAIN", "1"),
  variable("EMPTY", ""),
  variable("TOKEN", "s3cret", true),
  { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } }, secret: false, origin: "document" },
  { name: "LIMIT", valueFrom: { resourceFieldRef: { resource: "limits.memory" } }, secret: false, origin: "document" },
];

describe.skipIf(!kubeconfig)("plans against a real cluster (needs BERTH_TEST_KUBECONFIG)", { timeout: 90_000 }, () => {
  let cluster: TestCluster;
  let runtime: ClusterRuntime;
  const workspaceOf = (name: string) => testWorkspace(runtime, cluster.namespace, name);
  const container = (index = 0) => ["spec", "template", "spec", "containers", index] as const;

  beforeAll(async () => {
    cluster = await createTestCluster(kubeconfig ?? "");
    runtime = await cluster.connect();
  });
  afterAll(async () => {
    await runtime?.close();
    await cluster?.remove();
  });

  const statefulSet = async (workspace: ReturnType<typeof workspaceOf>) => {
    const { manifests } = await runtime.observe(workspace.ref, calm());
    return manifests.find((manifest) => manifest.kind === "StatefulSet")?.body;
  };

  test("a large document converges: right after it was applied, and when it runs, the plan is empty", async () => {
    const workspace = workspaceOf("large");
    await workspace.bring(large, { environment });
    expect((await workspace.plan(large, { environment })).steps).toEqual([]);
    await until("it runs", async () => ((await workspace.look()).ready ? true : null));
    expect((await workspace.plan(large, { environment })).steps).toEqual([]);
    await workspace.remove();
  });

  test("what is taken out of the document is taken out of the workload, field by field", async () => {
    const workspace = workspaceOf("smaller");
    await workspace.bring(large, { environment, running: false });
    const small = { container_config: { image }, storage_request_size: "64Mi" };
    const plan = await workspace.plan(small, { running: false });
    expect(plan.effect).toBe("restart");
    const paths = plan.steps.flatMap((step) => ("changes" in step ? step.changes.map((change) => change.path) : []));
    expect(paths).toContain("spec.template.spec.containers[name=workspace].env");
    expect(paths).toContain("spec.template.spec.nodeSelector");
    expect(paths).toContain("metadata.labels.team");
    expect(plan.steps.map((step) => step.action)).toContain("delete");
    await workspace.bring(small, { running: false });
    expect((await workspace.plan(small, { running: false })).steps).toEqual([]);
    const body = await statefulSet(workspace);
    expect(getIn(body, [...container(), "env"])).toBeUndefined();
    expect(getIn(body, container(1))).toBeUndefined();
    expect(getIn(body, ["spec", "template", "spec", "tolerations"])).toBeUndefined();
    expect(getIn(body, ["spec", "template", "spec", "serviceAccountName"])).toBe("default");
    await workspace.remove();
  });

  test("drift in an owned field is seen and reverted; what others add is left alone", async () => {
    const workspace = workspaceOf("drift");
    const document = { container_config: { image } };
    const change = { running: false, environment: [variable("A", "1")] };
    await workspace.bring(document, change);
    const { manifests } = await runtime.observe(workspace.ref, calm());
    const live = manifests.find((manifest) => manifest.kind === "StatefulSet");
    if (!live) throw new Error("the StatefulSet was made");
    const library = await import("@kubernetes/client-node");
    const apps = cluster.config.makeApiClient(library.AppsV1Api);
    // The controller writes the object's status at any moment, which makes what was just read too old to write.
    await until("the change was written", async () => {
      const set = await apps.readNamespacedStatefulSet({ name: live.name, namespace: cluster.namespace });
      const foreign = set.spec?.template.spec?.containers[0];
      if (!foreign) throw new Error("the StatefulSet has a container");
      foreign.env = [
        { name: "A", value: "changed" },
        { name: "FOREIGN", value: "1" },
      ];
      set.metadata = { ...set.metadata, annotations: { "example.com/note": "kept" } };
      const written = apps.replaceNamespacedStatefulSet({ name: live.name, namespace: cluster.namespace, body: set });
      return written.catch((error: unknown) => (getIn(error, ["code"]) === 409 ? null : Promise.reject(error)));
    });
    const plan = await workspace.bring(document, change);
    expect(plan.steps).toMatchObject([
      {
        action: "update",
        changes: [
          { path: "spec.template.spec.containers[name=workspace].env[name=A].value", before: "changed", after: "1" },
        ],
      },
    ]);
    expect((await workspace.plan(document, change)).steps).toEqual([]);
    const body = await statefulSet(workspace);
    expect(getIn(body, [...container(), "env"])).toContainEqual({ name: "FOREIGN", value: "1" });
    expect(getIn(body, ["metadata", "annotations", "example.com/note"])).toBe("kept");
    await workspace.remove();
  });

  test("a secret's content is never read back, and a changed one is seen", async () => {
    const workspace = workspaceOf("secret");
    const document = { container_config: { image } };
    const change = (value: string) => ({ running: false, environment: [variable("TOKEN", value, true)] });
    await workspace.bring(document, change("first-value"));
    const observed = JSON.stringify(await runtime.observe(workspace.ref, calm()));
    expect(observed).not.toContain(Buffer.from("first-value").toString("base64"));
    const plan = await workspace.bring(document, change("second-value"));
    expect(plan.steps.map((step) => "after" in step && step.after.kind)).toEqual(["Secret", "StatefulSet"]);
    const secret = await cluster.core.readNamespacedSecret({
      name: workspace.ref.names.env,
      namespace: cluster.namespace,
    });
    expect(secret.data).toEqual({ TOKEN: Buffer.from("second-value").toString("base64") });
    await workspace.remove();
  });

  test("storage is never replaced by way of an update", async () => {
    const workspace = workspaceOf("storage");
    const document = (rest: JsonObject) => ({ container_config: { image }, ...rest });
    await workspace.bring(document({ storage_request_size: "2Gi" }), { running: false });
    const other = await workspace.plan(document({ storage_access_mode: "ReadWriteMany" }), { running: false });
    expect(other.effect).toBe("data-loss");
    await expect(
      workspace.bring(document({ storage_access_mode: "ReadWriteMany" }), { running: false }),
    ).rejects.toMatchObject({
      code: "cluster/rejected",
      message: expect.stringContaining("storage_access_mode"),
    });
    await expect(workspace.bring(document({ storage_request_size: "1Gi" }), { running: false })).rejects.toMatchObject({
      message: expect.stringContaining("can grow but not shrink"),
    });
    await workspace.remove();
  });

  test("a namespace that is not allowed is refused", async () => {
    const workspace = testWorkspace(runtime, "kube-system", "elsewhere");
    await expect(workspace.bring({ container_config: { image } })).rejects.toMatchObject({ code: "policy/denied" });
  });

  test("a field that Kubernetes does not know is refused with the API's words", async () => {
    const workspace = workspaceOf("unknown");
    await expect(workspace.bring({ container_config: { image } })).resolves.toBeDefined();
    await expect(
      workspace.bring({ container_config: { image, lifecycle: { preStopp: { exec: { command: ["true"] } } } } }),
    ).rejects.toMatchObject({
      code: "cluster/rejected",
      message: expect.stringContaining("preStopp"),
    });
    await workspace.remove();
  });

  test("a workspace is reached through the API server where its pod's network is not reachable", async () => {
    const workspace = workspaceOf("forward");
    await workspace.bring({ container_config: { image } });
    await until("it runs", async () => ((await workspace.look()).ready ? true : null));
    const client = createClient(cluster.config);
    const dial = createDialer(client);
    const pod = { namespace: cluster.namespace, name: `${workspace.ref.names.main}-0`, ip: null };
    const connection = await dial(pod, 6789, calm());
    connection.write("GET / HTTP/1.0\r\n\r\n");
    expect(await text(connection)).toContain("berth.test/workspace:1");
    const closed = await dial(pod, 1, calm());
    expect(await text(closed).catch(() => "")).toBe("");
    client.close();
    await workspace.remove();
  });
});
