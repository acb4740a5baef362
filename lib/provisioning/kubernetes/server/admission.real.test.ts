import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import { calm, createTestCluster, image, testWorkspace, variable, type TestCluster } from "./test-cluster";
import type { ClusterRuntime } from "../../provider";

const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;

/** Every place in which the API server is known to fill something in. */
const documents: Readonly<Record<string, JsonObject>> = {
  small: { container_config: { image } },
  probes: {
    health_path: "/index.html",
    container_config: {
      image,
      livenessProbe: { httpGet: { path: "/", port: 6789 } },
      startupProbe: { exec: { command: ["true"] } },
      readinessProbe: { grpc: { port: 6789 } },
      lifecycle: { preStop: { httpGet: { path: "/", port: 6789 } } },
    },
  },
  lists: {
    container_config: {
      image,
      resources: { limits: { cpu: "1", memory: "64Mi" } },
      ports: [{ containerPort: 9000 }],
      volumes: [
        { name: "a", configMap: { name: "x", optional: true } },
        { name: "b", secret: { secretName: "x", optional: true } },
        { name: "c", projected: { sources: [{ serviceAccountToken: { path: "t" } }] } },
        { name: "d", downwardAPI: { items: [{ path: "n", fieldRef: { fieldPath: "metadata.name" } }] } },
      ],
      initContainers: [{ name: "first", image, resources: { limits: { memory: "32Mi" } } }],
      sidecars: [{ name: "beside", image, ports: [{ containerPort: 9001 }] }],
    },
  },
};

const environment = [
  variable("A", "1"),
  { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } }, secret: false, origin: "document" },
  { name: "CPU", valueFrom: { resourceFieldRef: { resource: "limits.cpu" } }, secret: false, origin: "document" },
];

describe.skipIf(!kubeconfig)("what a dry run finds (needs BERTH_TEST_KUBECONFIG)", { timeout: 60_000 }, () => {
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

  test.each(Object.keys(documents))(
    "defaults of the API server are not taken for admission's doing: %s",
    async (name) => {
      const workspace = testWorkspace(runtime, cluster.namespace, name);
      const facts = { ingresses: [{ namespace: cluster.namespace, name: "portal", host: "a.example.com" }] };
      const document = { ...documents[name], ingress_name: "portal" };
      const { steps } = await workspace.plan(document, { environment, facts });
      const proofs = await Promise.all(steps.map((step) => runtime.dryRun?.(step, workspace.ref, calm())));
      const [storageClass] = proofs.flatMap((proof) => proof?.changes ?? []);
      // The one thing that the test cluster's admission does: the default storage class.
      expect(proofs.flatMap((proof) => proof?.changes ?? [])).toEqual([storageClass]);
      expect(storageClass).toMatchObject({ path: "spec.storageClassName", after: "standard" });
    },
  );
});
