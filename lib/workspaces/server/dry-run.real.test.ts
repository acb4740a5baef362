import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AdmissionregistrationV1Api } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { kubernetesProvider } from "@/lib/provisioning/kubernetes/provider";
import { createTestCluster, image, type TestCluster } from "@/lib/provisioning/kubernetes/server/test-cluster";
import type { Call } from "@/lib/server/services";
import { createWorkspace } from "./create-workspace";
import { getWorkspace } from "./get-workspace";
import { previewUpdate } from "./preview-update";
import { previewCreate } from "./preview-workspace";
import { openTestPortal, type TestPortal } from "./testing";

const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;

/** A mutating webhook as clusters have them: it sets the pull policy, adds a node selector and a label to every StatefulSet. */
function startWebhook(): { readonly server: https.Server; readonly certificate: Buffer } {
  const folder = mkdtempSync(path.join(tmpdir(), "berth-webhook-"));
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const options = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, ...options], {
    stdio: "ignore",
  });
  const template = "/spec/template/spec";
  const patch = [
    { op: "add", path: `${template}/containers/0/imagePullPolicy`, value: "IfNotPresent" },
    { op: "add", path: `${template}/nodeSelector`, value: { pool: "data" } },
    { op: "add", path: "/metadata/labels/audited", value: "yes" },
  ];
  const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const review = JSON.parse(Buffer.concat(chunks).toString()) as { request: { uid: string } };
      const answer = {
        uid: review.request.uid,
        allowed: true,
        patchType: "JSONPatch",
        patch: Buffer.from(JSON.stringify(patch)).toString("base64"),
      };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response: answer }));
    });
  });
  const certificate = readFileSync(cert);
  rmSync(folder, { recursive: true });
  return { server, certificate };
}

describe.skipIf(!kubeconfig)(
  "plans proven by a dry run on a real cluster (needs BERTH_TEST_KUBECONFIG)",
  { timeout: 60_000 },
  () => {
    let cluster: TestCluster;
    let database: TestDatabase;
    let portal: TestPortal;
    let owner: Call;
    let admission: AdmissionregistrationV1Api;

    beforeAll(async () => {
      const warn = { "pod-security.kubernetes.io/warn": "restricted" };
      [cluster, database] = await Promise.all([createTestCluster(kubeconfig ?? "", warn), openTestDatabase()]);
      const library = await import("@kubernetes/client-node");
      admission = cluster.config.makeApiClient(library.AdmissionregistrationV1Api);
      portal = await openTestPortal({
        database,
        provider: kubernetesProvider,
        clusterOptions: { namespace: cluster.namespace },
        clusterCredentials: { kubeconfig: cluster.kubeconfig },
      });
      owner = await portal.as("owner");
    }, 60_000);
    afterAll(async () => {
      await portal?.stop();
      await database?.close();
      await cluster?.remove();
    });

    const document = (name: string, rest = {}) => ({ name, container_config: { image, ...rest } });
    const warningsOf = async (name: string, rest = {}) =>
      (await previewCreate(owner, { document: document(name, rest) })).plan.warnings;

    test("what admission warns of is in the plan, in its own words", async () => {
      expect(await warningsOf("lax", { securityContext: { privileged: false } })).toContainEqual(
        expect.stringMatching(/^StatefulSet\/lax-\w+: would violate PodSecurity "restricted/),
      );
    });

    test("what the API server refuses is in the plan of a create and of an update, and nothing is made", async () => {
      const unknown = await warningsOf("wrong", {
        lifecycle: { preStop: { exec: { command: [] }, sleep: { seconds: -1 } } },
      });
      expect(unknown).toContainEqual(expect.stringMatching(/^StatefulSet\/wrong-\w+ would be refused: /));
      const { core, namespace } = cluster;
      const hard = { "requests.storage": "3Gi" };
      await core.createNamespacedResourceQuota({ namespace, body: { metadata: { name: "disk" }, spec: { hard } } });
      await portal.until(
        async () => (await core.readNamespacedResourceQuota({ name: "disk", namespace })).status?.hard,
        (status) => status !== undefined,
      );
      const large = { ...document("large"), storage_request_size: "9Gi" };
      const { plan } = await previewCreate(owner, { document: large });
      expect(plan.warnings).toContainEqual(
        expect.stringMatching(/^PersistentVolumeClaim\/large-\w+-data would be refused: .*exceeded quota: disk/),
      );
      await createWorkspace(owner, { document: document("small") });
      await portal.until(
        () => getWorkspace(owner, { name: "small" }),
        (seen) => seen.phase === "running" && seen.operation === null,
      );
      const update = await previewUpdate(owner, { name: "small" }, { document: { container_config: { args: ["a"] } } });
      expect(update.plan.steps).not.toEqual([]);
      const { items } = await core.listNamespacedPersistentVolumeClaim({ namespace });
      expect(items.map((item) => item.metadata?.labels?.["berth.dev/workspace"])).toEqual(["small"]);
      await core.deleteNamespacedResourceQuota({ name: "disk", namespace });
    });

    test("a refusal by a policy of the cluster names its reason, for create and update", async () => {
      const name = `berth-test-${cluster.namespace}`;
      const match = { matchLabels: { "kubernetes.io/metadata.name": cluster.namespace } };
      await admission.createValidatingAdmissionPolicy({
        body: {
          metadata: { name },
          spec: {
            failurePolicy: "Fail",
            matchConstraints: {
              namespaceSelector: match,
              resourceRules: [
                {
                  apiGroups: ["apps"],
                  apiVersions: ["v1"],
                  operations: ["CREATE", "UPDATE"],
                  resources: ["statefulsets"],
                },
              ],
            },
            validations: [
              {
                expression: "!has(object.spec.template.spec.containers[0].workingDir)",
                message: "workingDir is not for us",
              },
            ],
          },
        },
      });
      await admission.createValidatingAdmissionPolicyBinding({
        body: { metadata: { name }, spec: { policyName: name, validationActions: ["Deny"] } },
      });
      try {
        const seen = await portal.until(
          () => warningsOf("denied", { workingDir: "/tmp" }),
          (warnings) => warnings.some((warning) => warning.includes("not for us")),
        );
        expect(seen).toContainEqual(
          expect.stringMatching(/^StatefulSet\/denied-\w+ would be refused: .*workingDir is not for us/),
        );
        const { plan } = await previewUpdate(
          owner,
          { name: "small" },
          { document: { container_config: { workingDir: "/tmp" } } },
        );
        expect(plan.warnings).toContainEqual(expect.stringContaining("workingDir is not for us"));
        expect(plan.effect).toBe("restart");
      } finally {
        await admission.deleteValidatingAdmissionPolicyBinding({ name });
        await admission.deleteValidatingAdmissionPolicy({ name });
      }
    });

    test("what a webhook changes and adds is shown beside the step that it touches", async () => {
      const { server, certificate } = startWebhook();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const name = `berth-test-${cluster.namespace}`;
      await admission.createMutatingWebhookConfiguration({
        body: {
          metadata: { name },
          webhooks: [
            {
              name: "change.berth.dev",
              admissionReviewVersions: ["v1"],
              sideEffects: "None",
              clientConfig: {
                url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`,
                caBundle: certificate.toString("base64"),
              },
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": cluster.namespace } },
              rules: [
                {
                  apiGroups: ["apps"],
                  apiVersions: ["v1"],
                  operations: ["CREATE", "UPDATE"],
                  resources: ["statefulsets"],
                },
              ],
            },
          ],
        },
      });
      try {
        const input = { document: document("changed", { imagePullPolicy: "Always" }) };
        const { plan } = await portal.until(
          () => previewCreate(owner, input),
          (seen) => seen.plan.steps.some((step) => step.admission !== undefined),
        );
        const changes = plan.steps.find((step) => step.kind === "StatefulSet")?.admission ?? [];
        expect(changes).toContainEqual({
          path: "spec.template.spec.containers[name=workspace].imagePullPolicy",
          before: "Always",
          after: "IfNotPresent",
        });
        const paths = changes.map((change) => change.path);
        expect(paths).toContainEqual(expect.stringMatching(/^spec\.template\.spec\.nodeSelector/));
        expect(paths).toContainEqual(expect.stringMatching(/^metadata\.labels/));
        expect(paths).toHaveLength(3);
        expect(plan.steps.find((step) => step.kind === "Service")?.admission).toBeUndefined();
      } finally {
        await admission.deleteMutatingWebhookConfiguration({ name });
        server.close();
      }
    });
  },
);
