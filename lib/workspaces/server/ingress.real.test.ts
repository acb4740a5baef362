import http from "node:http";
import type { AddressInfo } from "node:net";
import type { NetworkingV1Api } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createConnections } from "@/lib/access/server/connections";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { createGateway, type Gateway } from "@/lib/gateway/server/gateway";
import { createToken } from "@/lib/people/server/tokens";
import { kubernetesProvider } from "@/lib/provisioning/kubernetes/provider";
import { createTestCluster, image, type TestCluster } from "@/lib/provisioning/kubernetes/server/test-cluster";
import type { Call } from "@/lib/server/services";
import type { JsonObject } from "@/lib/shared/json";
import { listActivity } from "./activity";
import { createWorkspace } from "./create-workspace";
import { getEffective } from "./effective";
import { getWorkspace } from "./get-workspace";
import { previewUpdate } from "./preview-update";
import { previewCreate } from "./preview-workspace";
import { reAddRoutes } from "./re-add-routes";
import { openTestPortal, type TestPortal } from "./testing";
import { updateWorkspace } from "./update-workspace";

const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;

describe.skipIf(!kubeconfig)(
  "WORKSPACE_INGRESS_NAME on a real cluster (needs BERTH_TEST_KUBECONFIG)",
  { timeout: 60_000 },
  () => {
    let cluster: TestCluster;
    let database: TestDatabase;
    let portal: TestPortal;
    let owner: Call;
    let networking: NetworkingV1Api;

    const makeNamed = () =>
      networking.createNamespacedIngress({
        namespace: cluster.namespace,
        body: { metadata: { name: "mage" }, spec: { rules: [{ host: "mage.example.com" }] } },
      });

    beforeAll(async () => {
      [cluster, database] = await Promise.all([createTestCluster(kubeconfig ?? ""), openTestDatabase()]);
      const library = await import("@kubernetes/client-node");
      networking = cluster.config.makeApiClient(library.NetworkingV1Api);
      await makeNamed();
      portal = await openTestPortal({
        database,
        provider: kubernetesProvider,
        clusterOptions: { namespace: cluster.namespace },
        clusterCredentials: { kubeconfig: cluster.kubeconfig },
        settings: { WORKSPACE_INGRESS_NAME: "mage", WORKSPACE_INGRESS_PATH_TYPE: "Prefix" },
      });
      owner = await portal.as("owner");
    }, 60_000);
    afterAll(async () => {
      await portal?.stop();
      await database?.close();
      await cluster?.remove();
    });

    const bring = async (name: string, container: JsonObject, rest: JsonObject = {}) => {
      await createWorkspace(owner, { document: { name, container_config: { image, ...container }, ...rest } });
      return portal.until(
        () => getWorkspace(owner, { name }),
        (seen) => seen.phase === "running" && seen.operation === null,
      );
    };
    const mainOf = async (name: string) => {
      const { items } = await networking.listNamespacedIngress({ namespace: cluster.namespace });
      return items.find((item) => item.metadata?.labels?.["berth.dev/workspace"] === name);
    };

    test("a workspace is served by both: the page tells the ingress address, and it is told its path", async () => {
      const seen = await bring("told", {});
      expect(seen.ingress).toEqual({ url: "http://mage.example.com/told/", problem: null, problem_text: null });
      expect(seen.url).toContain("told.localhost");
      const { document, origins } = await getEffective(owner, { name: "told" });
      expect(document).toMatchObject({ ingress_name: "mage", ingress_path_type: "Prefix", ingress_type: "nginx" });
      expect(origins.ingress_name).toBe("environment:WORKSPACE_INGRESS_NAME");
      const pod = await cluster.core.listNamespacedPod({
        namespace: cluster.namespace,
        labelSelector: "berth.dev/workspace=told",
      });
      const environment = pod.items[0]?.spec?.containers[0]?.env ?? [];
      expect(environment).toContainEqual({ name: "BERTH_BASE_PATH", value: "/told" });
      expect(environment).toContainEqual({ name: "MAGE_BASE_PATH", value: "told" });
    });

    test("a document may ask for another host, another path type or none: null takes the ingress away live, the path by a restart", async () => {
      const { plan } = await previewCreate(owner, {
        document: {
          name: "own",
          ingress_host: "own.example.org",
          ingress_path_type: "ImplementationSpecific",
          container_config: { image },
        },
      });
      expect(plan.steps.find((step) => step.kind === "Ingress")?.object).toMatchObject({
        spec: {
          rules: [{ host: "own.example.org", http: { paths: [{ path: "/own", pathType: "ImplementationSpecific" }] } }],
        },
      });
      const without = await previewUpdate(
        owner,
        { name: "told" },
        { document_yaml: `name: told\ningress_name: null\ncontainer_config: { image: "${image}" }\n` },
      );
      expect(without.plan.steps.map(({ action, kind, effect }) => `${action} ${kind} ${effect}`)).toContain(
        "delete Ingress live",
      );
      expect(without.plan.effect).toBe("restart");
    });

    test("a deleted and a changed route are repaired without a restart, by name, and it is kept who did it", async () => {
      const before = await bring("mended", {});
      const name = (await mainOf("mended"))?.metadata?.name ?? "";
      await networking.deleteNamespacedIngress({ name, namespace: cluster.namespace });
      const missed = await portal.until(
        () => getWorkspace(owner, { name: "mended" }),
        (seen) => seen.ingress?.url === null,
      );
      expect(missed.ingress?.problem).toContain("Re-add its routes");
      const { operation } = await reAddRoutes(owner, { name: "mended" });
      expect(operation).toMatchObject({ state: "done", progress: [{ step: `create Ingress ${name}` }] });
      expect((await mainOf("mended"))?.spec?.rules?.[0]?.http?.paths[0]?.path).toBe("/mended");
      expect((await reAddRoutes(owner, { name: "mended" })).operation.progress).toEqual([]);
      const after = await getWorkspace(owner, { name: "mended" });
      expect(after.started_at).toBe(before.started_at);
      expect((await listActivity(owner, { name: "mended" })).items[0]).toMatchObject({
        actor: "owner@example.com",
        message: "re-added the routes",
      });
      const viewer = await portal.as("viewer");
      await expect(reAddRoutes(viewer, { name: "mended" })).rejects.toMatchObject({ code: "access/forbidden" });
    });

    test("a missing named Ingress is told in the plan and on the page; once it is there, re-adding the routes uses it", async () => {
      await networking.deleteNamespacedIngress({ name: "mage", namespace: cluster.namespace });
      const document = { name: "early", container_config: { image } };
      const { plan } = await portal.until(
        () => previewCreate(owner, { document }),
        (seen) => seen.plan.warnings.length > 0 && seen.plan.warnings.some((text) => text.includes("Ingress")),
      );
      expect(plan.warnings).toContainEqual(
        expect.stringContaining(`There is no Ingress mage in namespace ${cluster.namespace}`),
      );
      const seen = await bring("early", {});
      expect(seen.ingress).toMatchObject({ url: null, problem: expect.stringContaining("There is no Ingress mage") });
      await expect(reAddRoutes(owner, { name: "early" })).rejects.toMatchObject({
        code: "cluster/rejected",
        message: expect.stringContaining("There is no Ingress mage"),
      });
      await makeNamed();
      const { operation } = await portal.until(
        () => reAddRoutes(owner, { name: "early" }).catch(() => ({ operation: null })),
        (answer) => answer.operation !== null,
      );
      expect(operation?.progress.map(({ step }) => step.split(" ").slice(0, 2).join(" "))).toEqual([
        "update Service",
        "create Ingress",
        "left alone",
      ]);
      await portal.until(
        () => getWorkspace(owner, { name: "early" }),
        (now) => now.ingress?.url === "http://mage.example.com/early/",
      );
    });

    test("a workspace without an ingress has no route to re-add, and the answer says what would give it one", async () => {
      await bring("plain", {}, { ingress_name: null });
      expect((await getWorkspace(owner, { name: "plain" })).ingress).toBeNull();
      await expect(reAddRoutes(owner, { name: "plain" })).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("set ingress_name"),
      });
      await updateWorkspace(owner, { name: "plain" }, { document: { ingress_name: "mage" } });
      await portal.until(
        () => getWorkspace(owner, { name: "plain" }),
        (seen) => seen.ingress?.url === "http://mage.example.com/plain/" && seen.operation === null,
      );
    });

    describe("through the gateway", () => {
      let gateway: Gateway;
      let server: http.Server;
      let token: string;

      beforeAll(async () => {
        gateway = await createGateway(
          portal.services,
          createConnections(() => undefined),
        );
        server = http.createServer((request, response) => void gateway.request(request, response));
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        ({ token } = await createToken(owner, { name: "gateway", scopes: ["read", "operate"] }));
      });
      afterAll(() => {
        gateway.close();
        server.close();
      });

      const ask = (name: string, path: string) =>
        new Promise<{ status: number; location: string | undefined; text: string }>((resolve, reject) => {
          const { port } = server.address() as AddressInfo;
          const headers = { host: `${name}.localhost:3000`, authorization: `Bearer ${token}` };
          http
            .get({ host: "127.0.0.1", port, path, headers }, (answer) => {
              let text = "";
              answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
              answer.on("end", () =>
                resolve({ status: answer.statusCode ?? 0, location: answer.headers.location, text }),
              );
            })
            .on("error", reject);
        });

      test("one that heeds its path is opened there, one that does not is opened at /", async () => {
        const heeding =
          'mkdir -p "/tmp/w$BERTH_BASE_PATH" && echo heeded > "/tmp/w$BERTH_BASE_PATH/index.html" && exec httpd -f -p "$PORT" -h /tmp/w';
        await bring("heeding", { command: ["sh", "-c", heeding] });
        expect(await ask("heeding", "/")).toMatchObject({ status: 302, location: "/heeding/" });
        expect(await ask("heeding", "/heeding/")).toMatchObject({ status: 200, text: "heeded\n" });
        expect(await ask("heeding", "/elsewhere")).toMatchObject({ status: 404 });
        expect(await ask("told", "/")).toMatchObject({ status: 200, text: expect.stringContaining(image) });
      });
    });
  },
);
