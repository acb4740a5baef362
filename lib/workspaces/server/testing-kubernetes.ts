import type { V1PersistentVolumeClaim, V1Pod } from "@kubernetes/client-node";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { kubernetesProvider } from "@/lib/provisioning/kubernetes/provider";
import { createTestCluster, image, type TestCluster } from "@/lib/provisioning/kubernetes/server/test-cluster";
import type { Call } from "@/lib/server/services";
import type { JsonObject } from "@/lib/shared/json";
import type { WorkspaceDto } from "../dto";
import { createWorkspace } from "./create-workspace";
import { getWorkspace } from "./get-workspace";
import { openTestPortal, type TestPortal } from "./testing";

/** A portal with these settings on a real cluster, and what its tests have in common. */
export type KubernetesPortal = TestPortal & {
  readonly owner: Call;
  /** Resolves when it runs. */
  readonly bring: (name: string, rest?: JsonObject) => Promise<WorkspaceDto>;
  readonly settled: (name: string) => Promise<WorkspaceDto>;
};

/** A namespace and a database of their own. */
export type KubernetesTest = {
  readonly cluster: TestCluster;
  readonly inPortal: (
    settings: Readonly<Record<string, string>>,
    run: (portal: KubernetesPortal) => Promise<void>,
    options?: JsonObject,
  ) => Promise<void>;
  readonly podOf: (name: string) => Promise<V1Pod>;
  readonly claimsOf: (name: string) => Promise<readonly V1PersistentVolumeClaim[]>;
  readonly close: () => Promise<void>;
};

export async function openKubernetesTest(kubeconfig: string): Promise<KubernetesTest> {
  const [cluster, database]: readonly [TestCluster, TestDatabase] = await Promise.all([
    createTestCluster(kubeconfig),
    openTestDatabase(),
  ]);
  const { core, namespace } = cluster;
  const labelled = (name: string) => ({ namespace, labelSelector: `berth.dev/workspace=${name}` });
  return {
    cluster,
    async inPortal(settings, run, options = {}) {
      const portal = await openTestPortal({
        database,
        provider: kubernetesProvider,
        clusterOptions: { namespace, ...options },
        clusterCredentials: { kubeconfig: cluster.kubeconfig },
        settings,
      });
      const owner = await portal.as("owner");
      const settled = (name: string) =>
        portal.until(
          () => getWorkspace(owner, { name }),
          (seen) => seen.phase === "running" && seen.operation === null,
        );
      const bring = async (name: string, rest: JsonObject = {}) => {
        await createWorkspace(owner, { document: { name, container_config: { image }, ...rest } });
        return settled(name);
      };
      try {
        await run({ ...portal, owner, bring, settled });
      } finally {
        await portal.stop();
      }
    },
    async podOf(name) {
      const [pod] = (await core.listNamespacedPod(labelled(name))).items;
      if (!pod) throw new Error(`${name} has no pod`);
      return pod;
    },
    claimsOf: async (name) => (await core.listNamespacedPersistentVolumeClaim(labelled(name))).items,
    async close() {
      await database.close();
      await cluster.remove();
    },
  };
}
