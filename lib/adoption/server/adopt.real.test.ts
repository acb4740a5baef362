import type { AppsV1Api, V1Pod, V1PodSpec } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { image } from "@/lib/provisioning/kubernetes/server/test-cluster";
import { until } from "@/lib/provisioning/kubernetes/server/test-cluster";
import type { JsonObject } from "@/lib/shared/json";
import { savePolicy } from "@/lib/policy/server/save-policy";
import { deleteWorkspace } from "@/lib/workspaces/server/delete-workspace";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { openLogs } from "@/lib/workspaces/server/logs";
import { restartWorkspace, startWorkspace, stopWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { openTerminal } from "@/lib/workspaces/server/terminal";
import { openKubernetesTest, type KubernetesTest } from "@/lib/workspaces/server/testing-kubernetes";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { adopt, previewAdopt } from "./adopt";
import { listUnmanaged } from "./list-unmanaged";

const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;
const cluster = "kubernetes";

describe.skipIf(!kubeconfig)(
  "what others made, adopted on Kubernetes (needs BERTH_TEST_KUBECONFIG)",
  { timeout: 90_000 },
  () => {
    let kubernetes: KubernetesTest;
    let apps: AppsV1Api;
    let namespace: string;

    beforeAll(async () => {
      kubernetes = await openKubernetesTest(kubeconfig ?? "");
      ({ namespace } = kubernetes.cluster);
      const library = await import("@kubernetes/client-node");
      apps = kubernetes.cluster.config.makeApiClient(library.AppsV1Api);
    });
    afterAll(() => kubernetes.close());

    /** As Mage's workload manager makes them (upstream-facts, 1.4). */
    async function mage(name: string, pod: Partial<V1PodSpec> = {}, more: JsonObject = {}): Promise<V1Pod> {
      const labels = { app: name };
      await kubernetes.cluster.core.createNamespacedSecret({
        namespace,
        body: { metadata: { name: `${name}-db` }, stringData: { url: "sqlite://" } },
      });
      await apps.createNamespacedStatefulSet({
        namespace,
        body: {
          metadata: { name, labels },
          spec: {
            replicas: 1,
            selector: { matchLabels: labels },
            template: {
              metadata: { labels },
              spec: {
                terminationGracePeriodSeconds: 1,
                ...pod,
                containers: [
                  {
                    name: `${name}-container`,
                    image,
                    env: [
                      { name: "KUBE_NAMESPACE", value: namespace },
                      { name: "USER_CODE_PATH", value: name },
                      {
                        name: "MAGE_DATABASE_CONNECTION_URL",
                        valueFrom: { secretKeyRef: { name: `${name}-db`, key: "url" } },
                      },
                    ],
                    ports: [{ containerPort: 6789, name: "web" }],
                    volumeMounts: [{ name: "mage-data", mountPath: "/home/src" }],
                    ...more,
                  },
                ],
              },
            },
            serviceName: "",
            minReadySeconds: 1,
            volumeClaimTemplates: [
              {
                metadata: { name: "mage-data" },
                spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
              },
            ],
            persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete" },
          },
        },
      });
      await kubernetes.cluster.core.createNamespacedService({
        namespace,
        body: {
          metadata: { name: `${name}-service`, labels: { app: name, "dev-instance": "1" } },
          spec: { type: "NodePort", selector: labels, ports: [{ port: 6789, protocol: "TCP" }] },
        },
      });
      return ready(`app=${name}`);
    }

    const podsBy = async (labelSelector: string) =>
      (await kubernetes.cluster.core.listNamespacedPod({ namespace, labelSelector })).items;

    const ready = (selector: string) =>
      until("the pod is ready", async () => {
        const [pod] = await podsBy(selector);
        return pod?.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ? pod : null;
      });

    const identity = (pod: V1Pod | undefined) => ({
      uid: pod?.metadata?.uid,
      restarts: pod?.status?.containerStatuses?.map(({ restartCount }) => restartCount),
    });

    test("Mage's StatefulSet is adopted without a restart, and then lives as a workspace", () =>
      kubernetes.inPortal({}, async ({ owner, until: wait, settled }) => {
        const before = await mage("pipeline");
        const [found] = await listUnmanaged(owner, cluster);
        expect(found).toMatchObject({
          kind: "StatefulSet",
          name: "pipeline",
          image,
          mage: true,
          ready: true,
          obstacle: null,
          mounts: [{ path: "/home/src", source: "mage-data-pipeline-0" }],
        });
        const input = { kind: "StatefulSet", name: "pipeline" };
        const { plan, document, document_yaml } = await previewAdopt(owner, cluster, input);
        expect(document).toMatchObject({
          name: "pipeline",
          storage_request_size: "1Gi",
          pvc_retention_policy: "Delete",
          container_config: {
            image,
            env: expect.arrayContaining([
              {
                name: "MAGE_DATABASE_CONNECTION_URL",
                valueFrom: { secretKeyRef: { name: "pipeline-db", key: "url" } },
              },
            ]),
          },
        });
        expect(document_yaml).not.toContain("sqlite");
        expect(plan.steps.map(({ action, kind, name }) => `${action} ${kind} ${name}`)).toEqual([
          "update PersistentVolumeClaim mage-data-pipeline-0",
          "update Service pipeline-service",
          "update StatefulSet pipeline",
        ]);
        const paths = plan.steps.flatMap(({ changes }) => changes.map(({ path, effect }) => `${effect} ${path}`));
        expect(paths.filter((path) => !/^none metadata\.(labels|annotations)\./.test(path))).toEqual([
          "live spec.persistentVolumeClaimRetentionPolicy.whenDeleted",
        ]);

        const { operation } = await adopt(owner, cluster, { ...input, plan_hash: plan.hash });
        expect(operation.kind).toBe("update");
        await settled("pipeline");
        expect(identity((await podsBy("app=pipeline"))[0])).toEqual(identity(before));
        expect(await listUnmanaged(owner, cluster)).toEqual([]);

        const log = await openLogs(owner, { name: "pipeline" }, { tail: 10 });
        await log.forEach(() => undefined);
        const session = await openTerminal(owner, { name: "pipeline" }, { cols: 80, rows: 24 });
        session.close();

        // What is removed from the document goes, although Mage once set it; what it set beside stays.
        const env = [{ name: "USER_CODE_PATH", value: "elsewhere" }];
        await updateWorkspace(
          owner,
          { name: "pipeline" },
          { document: { container_config: { ...(document.container_config as JsonObject), env } } },
        );
        await settled("pipeline");
        const updated = await ready("app=pipeline");
        expect(updated.metadata?.uid).not.toBe(before.metadata?.uid);
        // The first one Berth sets, too.
        expect(updated.spec?.containers[0]?.env).toEqual([{ name: "KUBE_NAMESPACE", value: namespace }, ...env]);
        expect(updated.spec?.containers[0]?.volumeMounts?.map(({ name }) => name)).toContain("mage-data");

        await stopWorkspace(owner, { name: "pipeline" });
        await wait(
          () => getWorkspace(owner, { name: "pipeline" }),
          (seen) => seen.phase === "stopped" && seen.operation === null,
        );
        await startWorkspace(owner, { name: "pipeline" });
        await settled("pipeline");
        await restartWorkspace(owner, { name: "pipeline" });
        await settled("pipeline");

        await deleteWorkspace(owner, { name: "pipeline" }, { storage: "keep" });
        await wait(
          () => getWorkspace(owner, { name: "pipeline" }).catch(() => null),
          (seen) => seen === null,
        );
        const claims = await kubernetes.cluster.core.listNamespacedPersistentVolumeClaim({ namespace });
        expect(claims.items.map(({ metadata }) => [metadata?.name, metadata?.deletionTimestamp])).toEqual([
          ["mage-data-pipeline-0", undefined],
        ]);
        expect((await apps.listNamespacedStatefulSet({ namespace })).items).toEqual([]);
        const services = await kubernetes.cluster.core.listNamespacedService({ namespace });
        expect(services.items.map(({ metadata }) => metadata?.name)).toEqual([]);
      }));

    const deployment = (name: string, pod: Partial<V1PodSpec> = {}, replicas = 1) =>
      apps.createNamespacedDeployment({
        namespace,
        body: {
          metadata: { name, labels: { "app.kubernetes.io/managed-by": "Helm" } },
          spec: {
            replicas,
            strategy: { type: "Recreate" },
            selector: { matchLabels: { app: name } },
            template: {
              metadata: { labels: { app: name } },
              spec: {
                terminationGracePeriodSeconds: 1,
                ...pod,
                containers: [
                  { name: "main", image, ports: [{ containerPort: 8080 }], env: [{ name: "PORT", value: "8080" }] },
                  ...(pod.containers ?? []),
                ],
              },
            },
          },
        },
      });

    test("a Deployment stays a Deployment, without a restart, and an update rolls its pod", () =>
      kubernetes.inPortal({}, async ({ owner, settled, until: wait }) => {
        await deployment("board", {
          nodeSelector: { "kubernetes.io/os": "linux" },
          containers: [{ name: "helper", image, env: [{ name: "PORT", value: "9000" }] }],
        });
        const before = await ready("app=board");
        const input = { kind: "Deployment", name: "board", workspace_name: "notice-board" };
        const { plan, document } = await previewAdopt(owner, cluster, input);
        expect(document).toMatchObject({
          name: "notice-board",
          port: 8080,
          container_config: { nodeSelector: { "kubernetes.io/os": "linux" }, sidecars: [{ name: "helper" }] },
        });
        expect(plan.effect).toBe("none");
        expect(plan.warnings).toContainEqual(expect.stringContaining("Helm manages it, too"));
        await adopt(owner, cluster, { ...input, plan_hash: plan.hash });
        const workspace = await settled("notice-board");
        expect(workspace).toMatchObject({ image, ready: true });
        expect(identity((await podsBy("app=board"))[0])).toEqual(identity(before));
        await updateWorkspace(
          owner,
          { name: "notice-board" },
          {
            document: {
              container_config: {
                resources: { limits: { memory: "64Mi" } },
                image,
                env: [{ name: "PORT", value: "8080" }],
              },
            },
          },
        );
        await settled("notice-board");
        const [after] = (await podsBy("app=board")).filter(({ metadata }) => !metadata?.deletionTimestamp);
        expect(after?.spec?.containers[0]).toMatchObject({ name: "main", resources: { limits: { memory: "64Mi" } } });
        await deleteWorkspace(owner, { name: "notice-board" }, { storage: "keep" });
        await wait(
          () => getWorkspace(owner, { name: "notice-board" }).catch(() => null),
          (seen) => seen === null,
        );
        expect((await apps.listNamespacedDeployment({ namespace })).items).toEqual([]);
      }));

    test("a portal killed right after it accepted loses nothing: the next one goes on, and adopting twice is refused", async () => {
      const input = { kind: "Deployment", name: "orphan" };
      await deployment("orphan");
      const before = identity(await ready("app=orphan"));
      await kubernetes.inPortal({}, async ({ owner, loop }) => {
        await loop.close();
        await adopt(owner, cluster, input);
        await expect(adopt(owner, cluster, { ...input, workspace_name: "again" })).rejects.toMatchObject({
          code: "not-found",
        });
      });
      await kubernetes.inPortal({}, async ({ owner, settled, until: wait }) => {
        await settled("orphan");
        expect(identity((await podsBy("app=orphan"))[0])).toEqual(before);
        await deleteWorkspace(owner, { name: "orphan" }, { storage: "keep" });
        await wait(
          () => getWorkspace(owner, { name: "orphan" }).catch(() => null),
          (seen) => seen === null,
        );
      });
    });

    test("what cannot be adopted is listed with the reason, and refused", () =>
      kubernetes.inPortal({}, async ({ owner }) => {
        await deployment("many", {}, 2);
        await deployment("twins", { containers: [{ name: "other", image, ports: [{ containerPort: 9000 }] }] }, 0);
        const found = await listUnmanaged(owner, cluster);
        expect(found.map(({ name, obstacle }) => [name, obstacle])).toEqual([
          ["many", expect.stringContaining("2 replicas")],
          ["twins", expect.stringContaining("containers main, other")],
        ]);
        await expect(adopt(owner, cluster, { kind: "Deployment", name: "many" })).rejects.toMatchObject({
          code: "conflict",
        });
        await expect(adopt(owner, cluster, { kind: "Deployment", name: "none" })).rejects.toMatchObject({
          code: "not-found",
        });
        await apps.deleteNamespacedDeployment({ namespace, name: "many" });
        await apps.deleteNamespacedDeployment({ namespace, name: "twins" });
      }));

    test("a policy that refuses it is asked; one that enforces shows the restart; a moved world answers 409; two at once get one", () =>
      kubernetes.inPortal({}, async (portal) => {
        const { owner } = portal;
        await deployment("strict", {}, 0);
        const input = { kind: "Deployment", name: "strict" };
        await savePolicy(owner, { text: "deny: [privilege_escalation]\n" });
        await expect(adopt(owner, cluster, input)).rejects.toMatchObject({ code: "policy/denied" });
        await savePolicy(owner, {
          text: "enforce: true\ncontainer_config: { resources: { limits: { memory: 128Mi } } }\n",
        });
        const enforced = await previewAdopt(owner, cluster, input);
        expect(enforced.plan.effect).toBe("restart");
        await savePolicy(owner, { text: "enabled: false\n" });
        const { plan } = await previewAdopt(owner, cluster, input);
        expect(plan.effect).toBe("none");

        await apps.patchNamespacedDeployment({
          namespace,
          name: "strict",
          body: [{ op: "add", path: "/spec/template/metadata/annotations", value: { moved: "yes" } }],
        });
        await expect(adopt(owner, cluster, { ...input, plan_hash: plan.hash })).rejects.toMatchObject({
          code: "workspace/plan-stale",
        });
        const admin = await portal.as("admin");
        const answers = await Promise.allSettled([
          adopt(owner, cluster, { ...input, workspace_name: "first" }),
          adopt(admin, cluster, { ...input, workspace_name: "second" }),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
        expect(answers.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
        const editor = await portal.as("editor");
        await expect(adopt(editor, cluster, input)).rejects.toMatchObject({ code: "access/forbidden" });
        await expect(listUnmanaged(editor, cluster)).rejects.toMatchObject({ code: "access/forbidden" });
      }));
  },
);
