import type { V1Pod } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { image } from "@/lib/provisioning/kubernetes/server/test-cluster";
import { deleteWorkspace, previewDelete } from "./delete-workspace";
import { getEffective } from "./effective";
import { getWorkspace } from "./get-workspace";
import { restartWorkspace } from "./operate-workspace";
import { previewUpdate } from "./preview-update";
import { previewCreate } from "./preview-workspace";
import { openKubernetesTest, type KubernetesTest } from "./testing-kubernetes";
import { updateWorkspace } from "./update-workspace";

const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;

describe.skipIf(!kubeconfig)(
  "settings of document 000 on a real cluster (needs BERTH_TEST_KUBECONFIG)",
  { timeout: 60_000 },
  () => {
    let kubernetes: KubernetesTest;

    beforeAll(async () => {
      kubernetes = await openKubernetesTest(kubeconfig ?? "");
    }, 60_000);
    afterAll(() => kubernetes?.close());

    const homeOf = (pod: V1Pod) =>
      pod.spec?.containers[0]?.volumeMounts?.find((mount) => mount.mountPath === "/home/src");

    describe("INHERIT_POD_ANNOTATIONS", () => {
      const place = () => ({ own_pod: { namespace: kubernetes.cluster.namespace, name: "portal-0" } });
      const annotations = {
        "prometheus.io/scrape": "true",
        "example.com/team": "platform",
        "kubectl.kubernetes.io/restartedAt": "2026-11-21T00:00:00Z",
        "checksum/config": "abc",
      };
      beforeAll(async () => {
        await kubernetes.cluster.core.createNamespacedPod({
          namespace: kubernetes.cluster.namespace,
          body: { metadata: { name: "portal-0", annotations }, spec: { containers: [{ name: "portal", image }] } },
        });
      });

      test("annotations of the portal's own pod are on workspace pods, less kubectl's and checksums; the document's own win, null removes one", () =>
        kubernetes.inPortal(
          { INHERIT_POD_ANNOTATIONS: "true" },
          async ({ owner, bring }) => {
            await bring("annotated", { pod_annotations: { "example.com/team": "data" } });
            const inherited = (await kubernetes.podOf("annotated")).metadata?.annotations ?? {};
            expect(inherited).toMatchObject({ "prometheus.io/scrape": "true", "example.com/team": "data" });
            expect(Object.keys(inherited).filter((key) => /kubectl|checksum/.test(key))).toEqual([]);
            const { origins, overrides } = await getEffective(owner, { name: "annotated" });
            expect(origins["pod_annotations.prometheus.io/scrape"] ?? JSON.stringify(origins)).toContain(
              "environment:INHERIT_POD_ANNOTATIONS",
            );
            expect(overrides).toContainEqual(expect.objectContaining({ value: "platform", by: "document" }));
            const { plan } = await previewCreate(owner, {
              document: {
                name: "bare",
                container_config: { image },
                pod_annotations: { "prometheus.io/scrape": null },
              },
            });
            expect(JSON.stringify(plan.steps)).not.toContain("prometheus.io/scrape");
            expect(plan.warnings).toEqual(expect.not.arrayContaining([expect.stringContaining("INHERIT_POD")]));
          },
          place(),
        ));

      test("where the portal's pod is not known the plan says so, and nothing is inherited", () =>
        kubernetes.inPortal(
          { INHERIT_POD_ANNOTATIONS: "true" },
          async ({ owner }) => {
            const document = { name: "lost", container_config: { image } };
            const { plan } = await previewCreate(owner, { document });
            expect(plan.warnings).toContainEqual(expect.stringContaining("there is no pod portal-9"));
          },
          { own_pod: { namespace: kubernetes.cluster.namespace, name: "portal-9" } },
        ));

      test.each([
        ["berth.dev/restarts", "Berth's own"],
        ["container.apparmor.security.beta.kubernetes.io/workspace", "securityContext"],
        ["no key", "no key of an annotation"],
      ])("the document may not set %s", (key, reason) =>
        kubernetes.inPortal({}, async ({ owner }) => {
          const document = { name: "wrong", container_config: { image }, pod_annotations: { [key]: "x" } };
          await expect(previewCreate(owner, { document })).rejects.toMatchObject({
            code: "document/invalid",
            options: { faults: [{ message: expect.stringContaining(reason) }] },
          });
        }),
      );
    });

    describe("WORKSPACE_STORAGE_CLASS", () => {
      test("each workspace has a claim of that class; the document's own class wins", () =>
        kubernetes.inPortal({ WORKSPACE_STORAGE_CLASS: "growing" }, async ({ owner, bring }) => {
          await bring("classed");
          const [claim] = await kubernetes.claimsOf("classed");
          expect(claim?.spec).toMatchObject({
            storageClassName: "growing",
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: "2Gi" } },
          });
          expect(homeOf(await kubernetes.podOf("classed"))).toMatchObject({ name: "home" });
          const document = { name: "x", storage_class_name: "standard", container_config: { image } };
          const { plan } = await previewCreate(owner, { document });
          const made = plan.steps.find((step) => step.kind === "PersistentVolumeClaim")?.object;
          expect(made).toMatchObject({ spec: { storageClassName: "standard" } });
        }));

      test("a claim grows live where its class allows it, is refused clearly where not, and never shrinks", () =>
        kubernetes.inPortal({ WORKSPACE_STORAGE_CLASS: "growing" }, async ({ owner, bring, settled }) => {
          await bring("grown");
          const before = await kubernetes.podOf("grown");
          const larger = { document: { storage_request_size: "3Gi" } };
          const { plan } = await previewUpdate(owner, { name: "grown" }, larger);
          expect(plan).toMatchObject({ effect: "live", steps: [{ kind: "PersistentVolumeClaim", effect: "live" }] });
          await updateWorkspace(owner, { name: "grown" }, { ...larger, plan_hash: plan.hash });
          await settled("grown");
          expect((await kubernetes.claimsOf("grown"))[0]?.spec?.resources?.requests?.storage).toBe("3Gi");
          expect((await kubernetes.podOf("grown")).metadata?.uid).toBe(before.metadata?.uid);
          await expect(
            previewUpdate(owner, { name: "grown" }, { document: { storage_request_size: "1Gi" } }),
          ).rejects.toMatchObject({ message: expect.stringContaining("can grow but not shrink") });
          await bring("fixed", { storage_class_name: "standard" });
          await expect(previewUpdate(owner, { name: "fixed" }, larger)).rejects.toMatchObject({
            message: expect.stringContaining("Volumes of the storage class standard cannot grow"),
          });
        }));

      test("a workspace keeps its volume when the settings change afterwards: a restart neither fails nor loses it", async () => {
        await kubernetes.inPortal({ WORKSPACE_STORAGE_CLASS: "growing" }, async ({ bring }) => {
          await bring("kept");
        });
        const shared = { WORKSPACE_PVC_NAME: "shared", WORKSPACE_PVC_SUBPATH_PREFIX: "workspaces" };
        for (const settings of [{ WORKSPACE_STORAGE_CLASS: "standard" }, shared]) {
          await kubernetes.inPortal(settings, async ({ owner, settled }) => {
            await restartWorkspace(owner, { name: "kept" });
            await settled("kept");
            const [claim, ...more] = await kubernetes.claimsOf("kept");
            expect(more).toEqual([]);
            expect(claim?.spec?.storageClassName).toBe("growing");
            const volume = (await kubernetes.podOf("kept")).spec?.volumes?.find((entry) => entry.name === "home");
            expect(volume?.persistentVolumeClaim?.claimName).toBe(claim?.metadata?.name);
          });
        }
      });

      test.each([
        ["Delete", 0],
        ["Retain", 1],
      ])("pvc_retention_policy %s decides about the claim when the workspace is deleted", (policy, left) =>
        kubernetes.inPortal({}, async ({ owner, until, bring }) => {
          const name = `retained-${policy.toLowerCase()}`;
          await bring(name, { pvc_retention_policy: policy });
          const preview = await previewDelete(owner, { name });
          expect(preview.kept.length).toBe(left);
          await deleteWorkspace(owner, { name }, {});
          await until(
            () => getWorkspace(owner, { name }).catch(() => null),
            (seen) => seen === null,
          );
          await until(
            () => kubernetes.claimsOf(name),
            (found) => found.filter((claim) => !claim.metadata?.deletionTimestamp).length === left,
          );
        }),
      );
    });

    describe("WORKSPACE_PVC_NAME with WORKSPACE_PVC_SUBPATH_PREFIX", () => {
      const settings = {
        WORKSPACE_PVC_NAME: "shared",
        WORKSPACE_PVC_SUBPATH_PREFIX: "workspaces",
        WORKSPACE_STORAGE_CLASS: "growing",
      };
      beforeAll(async () => {
        await kubernetes.cluster.core.createNamespacedPersistentVolumeClaim({
          namespace: kubernetes.cluster.namespace,
          body: {
            metadata: { name: "shared" },
            spec: { accessModes: ["ReadWriteMany"], resources: { requests: { storage: "1Gi" } } },
          },
        });
      });

      test("each workspace has its own folder in the shared claim, which wins over the class and outlives the workspace", () =>
        kubernetes.inPortal(settings, async ({ owner, until, bring }) => {
          const write =
            "echo $BERTH_WORKSPACE > /home/src/who; ls /home/src > /tmp/seen; exec httpd -f -p $PORT -h /home/src";
          const container_config = { image, command: ["sh", "-c", write] };
          await Promise.all(["left", "right"].map((name) => bring(name, { container_config })));
          for (const name of ["left", "right"]) {
            const pod = await kubernetes.podOf(name);
            expect(homeOf(pod)?.subPath).toBe(`workspaces/${name}`);
            expect(pod.spec?.volumes?.find((volume) => volume.name === "home")?.persistentVolumeClaim?.claimName).toBe(
              "shared",
            );
            expect(await kubernetes.claimsOf(name)).toEqual([]);
            const answer = await fetch(`http://${pod.status?.podIP}:6789/who`);
            expect(await answer.text()).toBe(`${name}\n`);
          }
          const { plan } = await previewCreate(owner, { document: { name: "third", container_config: { image } } });
          expect(plan.warnings).toContainEqual(expect.stringContaining("the shared claim is used"));
          expect((await previewDelete(owner, { name: "left" }, { storage: "delete" })).kept).toEqual([
            "PersistentVolumeClaim shared: workspaces/left",
          ]);
          await deleteWorkspace(owner, { name: "left" }, { storage: "delete" });
          await until(
            () => getWorkspace(owner, { name: "left" }).catch(() => null),
            (seen) => seen === null,
          );
          const shared = await kubernetes.cluster.core.readNamespacedPersistentVolumeClaim({
            name: "shared",
            namespace: kubernetes.cluster.namespace,
          });
          expect(shared.metadata?.deletionTimestamp).toBeUndefined();
        }));

      test.each([
        ["pvc_subpath out of the folder", { pvc_subpath: "workspaces/../other" }],
        ["an absolute pvc_subpath", { pvc_subpath: "/" }],
        [
          "a mount of the shared claim without a subPath",
          { container_config: { image, volumeMounts: [{ name: "home", mountPath: "/all" }] } },
        ],
        [
          "a mount of another workspace's folder",
          {
            container_config: {
              image,
              volumeMounts: [{ name: "home", mountPath: "/other", subPath: "workspaces/right" }],
            },
          },
        ],
        [
          "the shared claim under another name",
          {
            container_config: {
              image,
              volumes: [{ name: "again", persistentVolumeClaim: { claimName: "shared" } }],
              volumeMounts: [{ name: "again", mountPath: "/all" }],
            },
          },
        ],
        [
          "an init container that mounts everything",
          {
            container_config: {
              image,
              initContainers: [{ name: "i", image, volumeMounts: [{ name: "home", mountPath: "/all" }] }],
            },
          },
        ],
      ])("%s is refused", (_what, rest) =>
        kubernetes.inPortal(settings, async ({ owner }) => {
          const document = { name: "escape", container_config: { image }, ...rest };
          await expect(previewCreate(owner, { document })).rejects.toMatchObject({
            code: expect.stringMatching(/^(document\/invalid|policy\/denied)$/),
          });
        }),
      );
    });
  },
);
