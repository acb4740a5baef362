import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import type { ClusterRuntime } from "../../provider";
import { createTestCluster, image, testWorkspace, until, type TestCluster } from "./test-cluster";

const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;

type Failure = {
  readonly cause: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly document: JsonObject;
  readonly port?: number;
};

const container = (config: JsonObject, rest: JsonObject = {}): JsonObject => ({
  container_config: { image, ...config },
  ...rest,
});

const failures: Readonly<Record<string, Failure>> = {
  "an image that cannot be fetched": {
    cause: "image-pull-failed",
    params: { image: "berth.test/none:1" },
    document: container({ image: "berth.test/none:1" }),
  },
  "a process that ends again and again": {
    cause: "crash-loop",
    params: { exit_code: "3" },
    document: container({ command: ["sh", "-c", "exit 3"] }),
  },
  "a program that is not there": {
    cause: "command-not-found",
    params: { command: "/no/such/program" },
    document: container({ command: ["/no/such/program"] }),
  },
  "more CPU than any node has": {
    cause: "unschedulable",
    params: { reason: expect.stringContaining("Insufficient cpu") },
    document: container({ resources: { requests: { cpu: "64" } } }),
  },
  "too much memory": {
    cause: "out-of-memory",
    params: { limit: "32Mi" },
    document: container({ command: ["tail", "/dev/zero"], resources: { limits: { memory: "32Mi" } } }),
  },
  "a secret that is not there": {
    cause: "config-error",
    params: { reason: 'secret "none" not found' },
    document: container({ envFrom: [{ secretRef: { name: "none" } }] }),
  },
  "a volume of a secret that is not there": {
    cause: "mount-failed",
    params: {},
    document: container({
      volumes: [{ name: "v", secret: { secretName: "none" } }],
      volumeMounts: [{ name: "v", mountPath: "/v" }],
    }),
  },
  "a health path that is not there": {
    cause: "probe-failing",
    params: { reason: "Readiness probe failed: HTTP probe failed with statuscode: 404" },
    document: container({}, { health_path: "/none" }),
  },
  "a server on another port": {
    cause: "probe-failing",
    params: { port: "7000" },
    document: container({ env: [{ name: "PORT", value: "6789" }] }, { port: 7000 }),
    port: 7000,
  },
  "a storage class that is not there": {
    cause: "volume-pending",
    params: { reason: 'storageclass.storage.k8s.io "none" not found' },
    document: container({}, { storage_class_name: "none" }),
  },
  "more disk than allowed": {
    cause: "evicted",
    params: {},
    document: container({
      command: ["sh", "-c", "dd if=/dev/zero of=/x bs=1M count=64; sleep 999"],
      resources: { limits: { "ephemeral-storage": "16Mi" } },
    }),
  },
};

describe.skipIf(!kubeconfig)("failures on a real cluster (needs BERTH_TEST_KUBECONFIG)", { timeout: 120_000 }, () => {
  let cluster: TestCluster;
  let runtime: ClusterRuntime;

  beforeAll(async () => {
    cluster = await createTestCluster(kubeconfig ?? "");
    runtime = await cluster.connect();
  });
  afterAll(async () => {
    await runtime?.close();
    await cluster?.remove();
  });

  describe.concurrent("name their cause", () => {
    test.each(Object.entries(failures))("%s", async (_name, { cause, params, document, port }) => {
      const workspace = testWorkspace(runtime, cluster.namespace, "failing");
      await workspace.bring(document);
      const found = await until(
        `the cause is ${cause}`,
        async () => {
          const { cause: seen, phase } = await workspace.look("running", port);
          return seen?.code === cause ? { ...seen, phase } : null;
        },
        100,
      );
      expect(found.params).toMatchObject(params);
      expect(found.phase).not.toBe("running");
      await workspace.remove();
    });
  });
});

describe.skipIf(!kubeconfig)(
  "a corrected document on a real cluster (needs BERTH_TEST_KUBECONFIG)",
  { timeout: 90_000 },
  () => {
    test.each([
      ["an image that cannot be fetched", { image: "berth.test/none:1" }],
      ["a program that is not there", { command: ["/no/such/program"] }],
      ["a node that is not there", { nodeSelector: { disk: "none" } }],
    ])("ends the failure of %s", async (_name, config) => {
      const cluster = await createTestCluster(kubeconfig ?? "");
      const runtime = await cluster.connect();
      try {
        const workspace = testWorkspace(runtime, cluster.namespace, "corrected");
        await workspace.bring(container(config));
        await until("a cause is known", async () => (await workspace.look()).cause);
        await workspace.bring(container({}));
        expect((await workspace.look()).cause).toBeNull();
        await until("it runs", async () => ((await workspace.look()).ready ? true : null));
      } finally {
        await runtime.close();
        await cluster.remove();
      }
    });
  },
);

describe.skipIf(!kubeconfig)("refusals on a real cluster (needs BERTH_TEST_KUBECONFIG)", { timeout: 60_000 }, () => {
  const inNamespace = async (
    labels: Record<string, string>,
    run: (cluster: TestCluster, runtime: ClusterRuntime) => Promise<void>,
  ) => {
    const cluster = await createTestCluster(kubeconfig ?? "", labels);
    const runtime = await cluster.connect();
    try {
      await run(cluster, runtime);
    } finally {
      await runtime.close();
      await cluster.remove();
    }
  };

  test("a pod over the namespace's quota", () =>
    inNamespace({}, async ({ core, namespace }, runtime) => {
      await core.createNamespacedResourceQuota({
        namespace,
        body: { metadata: { name: "small" }, spec: { hard: { pods: "0" } } },
      });
      const workspace = testWorkspace(runtime, namespace, "second");
      await workspace.bring(container({}));
      const found = await until("a cause is known", async () => (await workspace.look()).cause);
      expect(found.code).toBe("quota-exceeded");
      expect(found.params.reason).toMatch(/exceeded quota: small/);
    }));

  test("a pod that pod security forbids, until the document complies", () =>
    inNamespace({ "pod-security.kubernetes.io/enforce": "restricted" }, async ({ namespace }, runtime) => {
      const workspace = testWorkspace(runtime, namespace, "strict");
      await workspace.bring(container({}));
      const found = await until("a cause is known", async () => (await workspace.look()).cause);
      expect(found).toMatchObject({
        code: "admission-denied",
        params: { reason: expect.stringContaining("runAsNonRoot") },
      });
      const securityContext = { runAsNonRoot: true, runAsUser: 1000, capabilities: { drop: ["ALL"] } };
      await workspace.bring(container({ securityContext }));
      await until("it runs", async () => ((await workspace.look()).ready ? true : null));
    }));

  test("a claim over the namespace's quota is refused before anything is made", () =>
    inNamespace({}, async ({ core, namespace }, runtime) => {
      const hard = { "requests.storage": "1Gi" };
      await core.createNamespacedResourceQuota({ namespace, body: { metadata: { name: "disk" }, spec: { hard } } });
      const workspace = testWorkspace(runtime, namespace, "large");
      const [claim] = (await workspace.plan(container({}))).steps;
      if (!claim) throw new Error("a new workspace has steps");
      await until("the quota counts", async () => {
        const { items } = await core.listNamespacedResourceQuota({ namespace });
        return items[0]?.status?.hard ? true : null;
      });
      await expect(runtime.dryRun?.(claim, workspace.ref, new AbortController().signal)).rejects.toMatchObject({
        code: "cluster/quota",
        message: expect.stringContaining("exceeded quota: disk"),
      });
    }));
});
