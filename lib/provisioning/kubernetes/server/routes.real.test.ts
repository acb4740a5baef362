import type { NetworkingV1Api, CustomObjectsApi } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getIn, type JsonObject } from "@/lib/shared/json";
import type { BuildContext, ClusterRuntime, WatchChange } from "../../provider";
import { seenRoute, wantedRoute } from "../route/route";
import { calm, createTestCluster, image, testWorkspace, until, type TestCluster } from "./test-cluster";

const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;
const istio = { group: "networking.istio.io", version: "v1beta1" };

describe.skipIf(!kubeconfig)(
  "addresses of workspaces on a real cluster (needs BERTH_TEST_KUBECONFIG)",
  { timeout: 60_000 },
  () => {
    let cluster: TestCluster;
    let runtime: ClusterRuntime;
    let networking: NetworkingV1Api;
    let custom: CustomObjectsApi;
    const changes: WatchChange[] = [];
    const watching = new AbortController();

    beforeAll(async () => {
      cluster = await createTestCluster(kubeconfig ?? "");
      const library = await import("@kubernetes/client-node");
      networking = cluster.config.makeApiClient(library.NetworkingV1Api);
      custom = cluster.config.makeApiClient(library.CustomObjectsApi);
      await networking.createNamespacedIngress({
        namespace: cluster.namespace,
        body: {
          metadata: { name: "portal", annotations: { "nginx.ingress.kubernetes.io/proxy-body-size": "0" } },
          spec: {
            ingressClassName: "nginx",
            tls: [{ hosts: ["mage.example.com"], secretName: "cert" }],
            rules: [
              {
                host: "mage.example.com",
                http: {
                  paths: [
                    { path: "/", pathType: "Prefix", backend: { service: { name: "mage", port: { number: 6789 } } } },
                  ],
                },
              },
            ],
          },
        },
      });
      await custom.createNamespacedCustomObject({
        ...istio,
        namespace: cluster.namespace,
        plural: "gateways",
        body: {
          apiVersion: "networking.istio.io/v1beta1",
          kind: "Gateway",
          metadata: { name: "mesh" },
          spec: {
            selector: { istio: "ingressgateway" },
            servers: [{ port: { number: 443, protocol: "HTTPS", name: "web" }, hosts: ["mesh.example.com"] }],
          },
        },
      });
      runtime = await cluster.connect();
      await runtime.watch((change) => changes.push(change), watching.signal);
    });
    afterAll(async () => {
      watching.abort();
      await runtime?.close();
      await cluster?.remove();
    });

    const document = (rest: JsonObject): JsonObject => ({
      ingress_type: "nginx",
      ingress_path_type: "Prefix",
      container_config: { image },
      ...rest,
    });
    const nginx = document({ ingress_name: "portal" });
    const stopped = async (): Promise<Partial<BuildContext>> => ({
      running: false,
      facts: await runtime.facts(calm()),
    });
    const workspaceOf = (name: string) => testWorkspace(runtime, cluster.namespace, name);
    const ingresses = async () =>
      (await networking.listNamespacedIngress({ namespace: cluster.namespace })).items.map(
        (item) => `${item.metadata?.name} ${item.spec?.rules?.[0]?.http?.paths[0]?.path}`,
      );

    test.each(["nginx", "alb"])(
      "%s: one Ingress beside the named one, converged at once, gone with the workspace or the wish",
      async (type) => {
        const workspace = workspaceOf(`one-${type}`);
        const wish = document({ ingress_name: "portal", ingress_type: type });
        const change = await stopped();
        const plan = await workspace.bring(wish, change);
        expect(plan.steps.at(-1)).toMatchObject({ action: "create", after: { kind: "Ingress" } });
        expect((await workspace.plan(wish, change)).steps).toEqual([]);
        const { name } = { name: workspace.ref.names.main };
        const made = await networking.readNamespacedIngress({ name, namespace: cluster.namespace });
        expect(made.spec?.rules?.[0]?.host).toBe("mage.example.com");
        expect(made.spec?.ingressClassName).toBe("nginx");
        expect(made.spec?.tls).toEqual([{ hosts: ["mage.example.com"], secretName: "cert" }]);
        expect(made.metadata?.annotations).toMatchObject({ "nginx.ingress.kubernetes.io/proxy-body-size": "0" });
        await until("the watch knows its address", async () => {
          const observation = runtime.recall(workspace.ref.id);
          const url = observation && seenRoute(observation)?.url;
          return url === `https://mage.example.com/one-${type}/` ? true : null;
        });

        const without = await workspace.plan(document({}), change);
        expect(without.steps.at(-1)).toMatchObject({
          action: "delete",
          before: { kind: "Ingress" },
          effect: "live",
        });
        await workspace.bring(document({}), change);
        expect(await ingresses()).toEqual(["portal /"]);
        await workspace.bring(wish, change);
        await workspace.remove();
        expect(await ingresses()).toEqual(["portal /"]);
      },
    );

    test("istio: one VirtualService bound to the named Gateway, which is not changed", async () => {
      const workspace = workspaceOf("meshed");
      const wish = document({ ingress_name: "mesh", ingress_type: "istio" });
      const change = await stopped();
      await workspace.bring(wish, change);
      expect((await workspace.plan(wish, change)).steps).toEqual([]);
      const place = { ...istio, namespace: cluster.namespace };
      const made: unknown = await custom.getNamespacedCustomObject({
        ...place,
        plural: "virtualservices",
        name: workspace.ref.names.main,
      });
      expect(getIn(made, ["spec", "gateways"])).toEqual([`${cluster.namespace}/mesh`]);
      expect(getIn(made, ["spec", "hosts"])).toEqual(["mesh.example.com"]);
      const observation = await runtime.observe(workspace.ref, calm());
      expect(seenRoute(observation)?.url).toBe("https://mesh.example.com/meshed/");
      await workspace.remove();
      const left: unknown = await custom.listNamespacedCustomObject({ ...place, plural: "virtualservices" });
      expect(getIn(left, ["items"])).toEqual([]);
    });

    test("ten workspaces created at once lose no path, and the named Ingress is never written", async () => {
      const read = () => networking.readNamespacedIngress({ name: "portal", namespace: cluster.namespace });
      const before = await read();
      const workspaces = Array.from({ length: 10 }, (_, index) => workspaceOf(`many-${index}`));
      const change = await stopped();
      await Promise.all(workspaces.map((workspace) => workspace.bring(nginx, change)));
      const paths = (await ingresses()).map((line) => line.split(" ")[1]);
      expect(paths.sort()).toEqual(["/", ...workspaces.map(({ ref }) => `/${ref.name}`)].sort());
      expect((await read()).metadata?.resourceVersion).toBe(before.metadata?.resourceVersion);
      await Promise.all(workspaces.map((workspace) => workspace.remove()));
    });

    test("a route that somebody changed or deleted is a difference that touches nothing else", async () => {
      const workspace = workspaceOf("repaired");
      const change = await stopped();
      await workspace.bring(nginx, change);
      const name = workspace.ref.names.main;
      const live = await networking.readNamespacedIngress({ name, namespace: cluster.namespace });
      const path = live.spec?.rules?.[0]?.http?.paths[0];
      if (!path) throw new Error("the Ingress has a path");
      path.path = "/elsewhere";
      await networking.replaceNamespacedIngress({ name, namespace: cluster.namespace, body: live });
      expect(await workspace.bring(nginx, change)).toMatchObject({
        effect: "live",
        steps: [{ action: "update", after: { kind: "Ingress" } }],
      });
      await networking.deleteNamespacedIngress({ name, namespace: cluster.namespace });
      expect(await workspace.bring(nginx, change)).toMatchObject({ steps: [{ action: "create" }] });
      expect(await ingresses()).toContain(`${name} /repaired`);
      await workspace.remove();
    });

    test("the facts follow the named Ingress: one that is made later is found, one that goes is missed", async () => {
      const late = document({ ingress_name: "late" });
      const context = async () => ({
        workspace: { name: "x" },
        namespace: cluster.namespace,
        facts: await runtime.facts(calm()),
      });
      expect(wantedRoute(late, await context())?.basePath).toBeNull();
      const told = changes.filter((change) => change.type === "facts").length;
      const body = { metadata: { name: "late" }, spec: { rules: [{ host: "late.example.com" }] } };
      await networking.createNamespacedIngress({ namespace: cluster.namespace, body });
      await until("the watch tells that the facts are others", async () =>
        changes.filter((change) => change.type === "facts").length > told ? true : null,
      );
      expect(wantedRoute(late, await context())).toEqual({ basePath: "/x", warnings: [] });
      await networking.deleteNamespacedIngress({ name: "late", namespace: cluster.namespace });
    });
  },
);
