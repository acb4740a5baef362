import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import { requiredRights, roleRules, type PolicyRule } from "../rbac";
import { planChanges } from "../../plan";
import type { ClusterRuntime } from "../../provider";
import { kubernetesProvider } from "../provider";
import { wantedRoute } from "../route/route";
import { calm, createTestCluster, image, testWorkspace, until, variable, type TestCluster } from "./test-cluster";

const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;

/** A service account with just these rules, and a connection as it. */
async function connectAs(cluster: TestCluster, name: string, rules: readonly PolicyRule[]): Promise<ClusterRuntime> {
  const { core, rbac, namespace } = cluster;
  await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name } } });
  const copied = rules.map((rule) => ({
    apiGroups: [...rule.apiGroups],
    resources: [...rule.resources],
    verbs: [...rule.verbs],
  }));
  await rbac.createNamespacedRole({ namespace, body: { metadata: { name }, rules: copied } });
  await rbac.createNamespacedRoleBinding({
    namespace,
    body: {
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
  });
  const { status } = await core.createNamespacedServiceAccountToken({
    name,
    namespace,
    body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { audiences: [] } },
  });
  const cluster0 = cluster.config.getCurrentCluster();
  const written = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster: { server: cluster0?.server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "u", user: { token: status?.token } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u", namespace } }],
    "current-context": "x",
  };
  return cluster.connect(JSON.stringify(written));
}

describe.skipIf(!kubeconfig)(
  "Berth's rights on a real cluster (needs BERTH_TEST_KUBECONFIG)",
  { timeout: 90_000 },
  () => {
    let cluster: TestCluster;

    beforeAll(async () => {
      cluster = await createTestCluster(kubeconfig ?? "");
    });
    afterAll(async () => {
      await cluster?.remove();
    });

    test("the Role is enough for the whole life of a workspace", async () => {
      const runtime = await connectAs(cluster, "berth", roleRules("namespace"));
      const watching = new AbortController();
      try {
        await runtime.watch(() => undefined, watching.signal);
        const workspace = testWorkspace(runtime, cluster.namespace, "life");
        const document = { container_config: { image } };
        const environment = [variable("PLAIN", "1"), variable("TOKEN", "s3cret", true)];
        await workspace.bring(document, { environment });
        await until("it runs", async () => ((await workspace.look()).ready ? true : null));
        expect((await workspace.plan(document, { environment })).steps).toEqual([]);

        const session = await runtime.exec(
          workspace.ref,
          { command: ["sh", "-c", "echo $TOKEN"], tty: false, cols: 80, rows: 24 },
          calm(),
        );
        expect(await text(session.stream)).toBe("s3cret\n");
        expect(await text(await runtime.logs(workspace.ref, { tail: 1 }, calm()))).toBe("");
        const connection = await runtime.dial(workspace.ref, 6789, calm());
        connection.write("GET / HTTP/1.0\r\n\r\n");
        expect(await text(connection)).toContain("200 OK");
        expect(await runtime.sample(workspace.ref, calm())).toBeNull();

        await workspace.bring(document, { environment, running: false });
        await until("it has stopped", async () =>
          (await workspace.look("stopped")).phase === "stopped" ? true : null,
        );
        await workspace.remove();
        await until("nothing is left", async () =>
          (await runtime.observe(workspace.ref, calm())).manifests.length === 0 ? true : null,
        );

        const checks = await runtime.health(calm());
        expect(checks.filter((check) => check.status === "fail")).toEqual([]);
      } finally {
        watching.abort();
        await runtime.close();
      }
    });

    test("the Role is enough to take over a Deployment, watch its pod and remove it", async () => {
      const library = await import("@kubernetes/client-node");
      const apps = cluster.config.makeApiClient(library.AppsV1Api);
      const { namespace } = cluster;
      const labels = { app: "theirs" };
      const container = { name: "main", image, ports: [{ containerPort: 6789 }] };
      await apps.createNamespacedDeployment({
        namespace,
        body: {
          metadata: { name: "theirs" },
          spec: {
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } },
          },
        },
      });
      const runtime = await connectAs(cluster, "adopting", roleRules("namespace"));
      const watching = new AbortController();
      try {
        await runtime.watch(() => undefined, watching.signal);
        const [found] = (await runtime.unmanaged?.(calm())) ?? [];
        const { adoption, rules, build } = kubernetesProvider;
        if (!found || !adoption) throw new Error("nothing was found");
        const id = "adopted00001";
        const names = adoption.names(found, { main: "own", data: "own-data", env: "own-env" });
        const ref = { id, name: "theirs", names, namespace };
        const workspace = { id, name: "theirs", owner: "", revision: 1, restarts: 0 };
        const context = { workspace, names, namespace, running: true, environment: [], facts: {} };
        const base = build(adoption.read(found), context);
        const config = { image };
        const wanted = adoption.keepForm({ built: base, base, found: found.objects, config, baseConfig: config });
        const observed = () => runtime.observe(ref, calm());
        const stepsNow = async () => planChanges(wanted, (await observed()).manifests, rules, "").steps;
        for (const step of await stepsNow()) await runtime.apply(step, ref, calm());
        expect(await stepsNow()).toEqual([]);
        // Its pod has no label of Berth's: the watch knows it by its owner.
        await until("the watch has its pod", async () => ((runtime.recall(id)?.related.length ?? 0) > 0 ? true : null));
        const { manifests, related } = await observed();
        expect(related).toHaveLength(1);
        for (const step of planChanges([], manifests, rules, "").steps) await runtime.apply(step, ref, calm());
        await until("it is gone", async () => ((await observed()).manifests.length === 0 ? true : null));
      } finally {
        watching.abort();
        await runtime.close();
      }
    });

    test("routes need rights of their own: with them they work, without them workspaces run and the plan says why", async () => {
      const library = await import("@kubernetes/client-node");
      const networking = cluster.config.makeApiClient(library.NetworkingV1Api);
      const body = { metadata: { name: "portal" }, spec: { rules: [{ host: "mage.example.com" }] } };
      await networking.createNamespacedIngress({ namespace: cluster.namespace, body });
      const custom = cluster.config.makeApiClient(library.CustomObjectsApi);
      await custom.createNamespacedCustomObject({
        group: "networking.istio.io",
        version: "v1beta1",
        namespace: cluster.namespace,
        plural: "gateways",
        body: {
          apiVersion: "networking.istio.io/v1beta1",
          kind: "Gateway",
          metadata: { name: "mesh" },
          spec: { servers: [{ port: { number: 80, protocol: "HTTP", name: "web" }, hosts: ["mesh.example.com"] }] },
        },
      });
      const follow = (type: string, name: string) => ({
        ingress_name: name,
        ingress_type: type,
        container_config: { image },
      });
      const lifeOf = async (name: string, runtime: ClusterRuntime, document: JsonObject) => {
        const watching = new AbortController();
        await runtime.watch(() => undefined, watching.signal);
        const facts = await runtime.facts(calm());
        const workspace = testWorkspace(runtime, cluster.namespace, name);
        const kinds = (await workspace.bring(document, { running: false, facts })).steps.map(
          (step) => "after" in step && step.after.kind,
        );
        const warnings = wantedRoute(document, { workspace: { name }, namespace: cluster.namespace, facts })?.warnings;
        await workspace.remove();
        watching.abort();
        await runtime.close();
        return { kinds, warning: warnings?.[0]?.message ?? null };
      };
      const plain = roleRules("namespace");
      const meshed = roleRules("namespace", ["networking.istio.io"]);
      const none = plain.filter((rule) => !rule.resources.includes("ingresses"));
      const connected = {
        full: await connectAs(cluster, "routes", plain),
        mesh: await connectAs(cluster, "mesh", meshed),
        meshless: await connectAs(cluster, "meshless", plain),
        none: await connectAs(cluster, "routeless", none),
      };
      expect(await lifeOf("full", connected.full, follow("nginx", "portal"))).toMatchObject({
        kinds: expect.arrayContaining(["StatefulSet", "Ingress"]),
        warning: null,
      });
      expect(await lifeOf("mesh", connected.mesh, follow("istio", "mesh"))).toMatchObject({
        kinds: expect.arrayContaining(["VirtualService"]),
        warning: null,
      });
      expect(await lifeOf("meshless", connected.meshless, follow("istio", "mesh"))).toMatchObject({
        kinds: expect.not.arrayContaining(["VirtualService"]),
        warning: expect.stringContaining("Berth may not read Gateway objects"),
      });
      expect(await lifeOf("none", connected.none, follow("nginx", "portal"))).toMatchObject({
        kinds: expect.not.arrayContaining(["Ingress"]),
        warning: expect.stringContaining("Berth may not read Ingress objects"),
      });
    });

    test("without a right, the error and the health check name verb and resource", async () => {
      const rules = roleRules("namespace").map((rule) => ({
        ...rule,
        verbs: rule.resources.includes("statefulsets")
          ? rule.verbs.filter((verb) => verb !== "create" && verb !== "patch")
          : rule.verbs,
      }));
      const runtime = await connectAs(cluster, "weak", rules);
      try {
        const workspace = testWorkspace(runtime, cluster.namespace, "weak");
        await expect(workspace.bring({ container_config: { image } })).rejects.toMatchObject({
          code: "cluster/forbidden",
          message: expect.stringMatching(/Berth may not patch statefulsets in namespace/),
          options: { details: { verb: "patch", resource: "statefulsets" } },
        });
        const failed = (await runtime.health(calm()))
          .filter((check) => check.status === "fail")
          .map((check) => check.code);
        expect(failed.sort()).toEqual([
          "kubernetes/rights/create-statefulsets",
          "kubernetes/rights/patch-statefulsets",
        ]);
        await workspace.remove();
      } finally {
        await runtime.close();
      }
    });

    test("with no right at all, watching says which is missing instead of waiting", async () => {
      const runtime = await connectAs(cluster, "nobody", []);
      await expect(runtime.watch(() => undefined, calm())).rejects.toMatchObject({ code: "cluster/forbidden" });
      await runtime.close();
    });

    test("the Role has no wildcard and nothing outside the table", () => {
      expect(JSON.stringify(requiredRights)).not.toContain("*");
      expect(roleRules("namespace").flatMap((rule) => rule.resources)).not.toContain("nodes");
    });
  },
);
