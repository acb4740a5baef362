import type { NodeV1Api, SchedulingV1Api, V1Pod } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { putVariable } from "@/lib/variables/server/put-variable";
import { image } from "@/lib/provisioning/kubernetes/server/test-cluster";
import { getEffective } from "./effective";
import { previewCreate } from "./preview-workspace";
import { openKubernetesTest, type KubernetesPortal, type KubernetesTest } from "./testing-kubernetes";
import { updateWorkspace } from "./update-workspace";

const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;

/** The environment as the program in the container sees it. */
async function environmentOf(pod: V1Pod): Promise<Readonly<Record<string, string>>> {
  const text = await (await fetch(`http://${pod.status?.podIP}:6789/cgi-bin/env`)).text();
  return Object.fromEntries(text.split("\n").flatMap((line) => (line.includes("=") ? [line.split(/=(.*)/s, 2)] : [])));
}

describe.skipIf(!kubeconfig)(
  "container_config of document 000 on a real cluster (needs BERTH_TEST_KUBECONFIG)",
  { timeout: 60_000 },
  () => {
    let kubernetes: KubernetesTest;
    let scheduling: SchedulingV1Api;
    let node: NodeV1Api;
    let shared: string;

    beforeAll(async () => {
      kubernetes = await openKubernetesTest(kubeconfig ?? "");
      const { cluster } = kubernetes;
      const { namespace } = cluster;
      // Outside namespaces, so named after this run's own.
      shared = `berth-test-${namespace}`;
      const library = await import("@kubernetes/client-node");
      scheduling = cluster.config.makeApiClient(library.SchedulingV1Api);
      node = cluster.config.makeApiClient(library.NodeV1Api);
      await Promise.all([
        scheduling.createPriorityClass({ body: { metadata: { name: shared }, value: 7 } }),
        node.createRuntimeClass({ body: { metadata: { name: shared }, handler: "runc" } }),
        cluster.core.createNamespacedConfigMap({
          namespace,
          body: { metadata: { name: "settings" }, data: { LEVEL: "high", "app.conf": "x=1" } },
        }),
        cluster.core.createNamespacedSecret({
          namespace,
          body: { metadata: { name: "tailscale" }, stringData: { key: "ts-secret" } },
        }),
      ]);
    }, 60_000);
    afterAll(async () => {
      await Promise.allSettled([
        scheduling?.deletePriorityClass({ name: shared }),
        node?.deleteRuntimeClass({ name: shared }),
      ]);
      await kubernetes?.close();
    });

    test("the complete example of the document: env, resources, nodeSelector, affinity and tolerations, as YAML text", () =>
      kubernetes.inPortal({}, async ({ bring }) => {
        const container_config = `image: ${image}
env:
  - name: USER_CODE_PATH
    value: /home/src/my-project
  - name: ENV
    value: production
  - name: TS_AUTHKEY
    valueFrom: { secretKeyRef: { name: tailscale, key: key } }
  - name: TS_EXTRA_ARGS
    value: --accept-routes
  - name: POD
    valueFrom: { fieldRef: { fieldPath: metadata.name } }
resources:
  requests: { memory: "32Mi", cpu: "20m" }
  limits: { memory: "64Mi", cpu: "1" }
nodeSelector:
  kubernetes.io/os: linux
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
      - matchExpressions:
        - key: kubernetes.io/os
          operator: In
          values: [linux]
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        labelSelector: { matchExpressions: [{ key: app, operator: In, values: [workspace] }] }
        topologyKey: kubernetes.io/hostname
tolerations:
- { key: workspace, operator: Equal, value: "true", effect: NoSchedule }
- { key: gpu, operator: Exists, effect: NoSchedule }
`;
        await bring("example", { container_config });
        const pod = await kubernetes.podOf("example");
        expect(await environmentOf(pod)).toMatchObject({
          USER_CODE_PATH: "/home/src/my-project",
          ENV: "production",
          TS_AUTHKEY: "ts-secret",
          TS_EXTRA_ARGS: "--accept-routes",
          POD: pod.metadata?.name,
          BERTH_WORKSPACE: "example",
        });
        expect(pod.spec?.containers[0]?.resources).toEqual({
          requests: { memory: "32Mi", cpu: "20m" },
          limits: { memory: "64Mi", cpu: "1" },
        });
        expect(pod.spec?.nodeSelector).toEqual({ "kubernetes.io/os": "linux" });
        expect(pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toBeDefined();
        expect(pod.spec?.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution).toHaveLength(1);
        expect(pod.spec?.tolerations).toEqual(
          expect.arrayContaining([
            { key: "workspace", operator: "Equal", value: "true", effect: "NoSchedule" },
            { key: "gpu", operator: "Exists", effect: "NoSchedule" },
          ]),
        );
      }));

    test("volumeMounts add to the workspace's own; securityContext, envFrom, probes and any other container field arrive", () =>
      kubernetes.inPortal({}, async ({ bring }) => {
        await bring("fields", {
          container_config: {
            image,
            workingDir: "/tmp",
            envFrom: [{ configMapRef: { name: "settings" } }],
            volumes: [{ name: "conf", configMap: { name: "settings" } }],
            volumeMounts: [{ name: "conf", mountPath: "/etc/app", readOnly: true }],
            securityContext: { runAsUser: 1000, runAsNonRoot: true, capabilities: { drop: ["ALL"] } },
            lifecycle: { preStop: { exec: { command: ["true"] } } },
            livenessProbe: { tcpSocket: { port: 6789 }, periodSeconds: 30 },
            imagePullPolicy: "IfNotPresent",
            terminationMessagePolicy: "FallbackToLogsOnError",
          },
        });
        const pod = await kubernetes.podOf("fields");
        const [container] = pod.spec?.containers ?? [];
        expect(container?.volumeMounts?.map((mount) => mount.mountPath)).toEqual(["/home/src", "/etc/app"]);
        expect(container?.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          runAsUser: 1000,
          runAsNonRoot: true,
          capabilities: { drop: ["ALL"] },
        });
        expect(container).toMatchObject({
          workingDir: "/tmp",
          imagePullPolicy: "IfNotPresent",
          terminationMessagePolicy: "FallbackToLogsOnError",
          lifecycle: { preStop: { exec: { command: ["true"] } } },
          livenessProbe: { tcpSocket: { port: 6789 } },
        });
        expect(await environmentOf(pod)).toMatchObject({ LEVEL: "high" });
      }));

    test("every further pod-level key goes to the pod and never on the container", () =>
      kubernetes.inPortal({ KUBE_SERVICE_ACCOUNT_NAME: "default" }, async ({ bring }) => {
        await bring("keys", {
          container_config: {
            image,
            imagePullSecrets: [{ name: "registry" }],
            priorityClassName: shared,
            runtimeClassName: shared,
            schedulerName: "default-scheduler",
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: "kubernetes.io/hostname",
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector: { matchLabels: { app: "x" } },
              },
            ],
            hostAliases: [{ ip: "10.0.0.9", hostnames: ["warehouse.example.com"] }],
            dnsPolicy: "None",
            dnsConfig: { nameservers: ["10.0.0.10"], options: [{ name: "ndots", value: "1" }] },
            terminationGracePeriodSeconds: 3,
            initContainers: [
              {
                name: "prepare",
                image,
                command: ["sh", "-c", "echo ready > /prepared/state"],
                volumeMounts: [{ name: "work", mountPath: "/prepared" }],
              },
            ],
            sidecars: [{ name: "beside", image, env: [{ name: "PORT", value: "7000" }] }],
            volumes: [{ name: "work", emptyDir: {} }],
          },
        });
        const { spec } = await kubernetes.podOf("keys");
        expect(spec).toMatchObject({
          imagePullSecrets: [{ name: "registry" }],
          priorityClassName: shared,
          priority: 7,
          runtimeClassName: shared,
          schedulerName: "default-scheduler",
          topologySpreadConstraints: [{ topologyKey: "kubernetes.io/hostname" }],
          hostAliases: [{ ip: "10.0.0.9" }],
          dnsPolicy: "None",
          dnsConfig: { nameservers: ["10.0.0.10"] },
          terminationGracePeriodSeconds: 3,
          initContainers: [{ name: "prepare" }],
          containers: [{ name: "workspace" }, { name: "beside" }],
          serviceAccountName: "default",
        });
      }));

    test("image_tag takes the place of the tag, and the WORKSPACE_DEFAULT_RESOURCE_* fill only what is missing", () =>
      kubernetes.inPortal(
        {
          WORKSPACE_DEFAULT_RESOURCE_REQUESTS_CPU: "10m",
          WORKSPACE_DEFAULT_RESOURCE_REQUESTS_MEMORY: "16Mi",
          WORKSPACE_DEFAULT_RESOURCE_LIMITS_CPU: "2",
          WORKSPACE_DEFAULT_RESOURCE_LIMITS_MEMORY: "128Mi",
        },
        async ({ bring }) => {
          const container_config = { image, image_tag: "2", resources: { limits: { memory: "96Mi" } } };
          await bring("tagged", { container_config });
          const [container] = (await kubernetes.podOf("tagged")).spec?.containers ?? [];
          expect(container?.image).toBe("berth.test/workspace:2");
          expect(container?.resources).toEqual({
            requests: { cpu: "10m", memory: "16Mi" },
            limits: { cpu: "2", memory: "96Mi" },
          });
        },
      ));

    describe("the environment that a workspace inherits", () => {
      const variables = { VAR1: "one", VAR2: "two", DEV_ENV_A: "a", DEV_ENV_B: "b", PROD_ENV_A: "p" };
      const inherited = async (settings: Readonly<Record<string, string>>, name: string, rest = {}) => {
        let found: Readonly<Record<string, string>> = {};
        await kubernetes.inPortal(settings, async (portal) => {
          await fill(portal);
          await portal.bring(name, { container_config: { image, ...rest } });
          found = await environmentOf(await kubernetes.podOf(name));
        });
        return Object.fromEntries(Object.entries(found).filter(([key]) => key in variables || key === "ENV"));
      };
      const fill = async ({ owner }: KubernetesPortal) => {
        for (const [name, value] of Object.entries(variables))
          await putVariable(owner, "kubernetes", { name, value, secret: name === "VAR2" });
      };

      test("nothing without INHERIT_ENV_VARS, and nothing when self-hosted without USER_DEFINED_VARS", async () => {
        expect(await inherited({ USER_DEFINED_VARS: "VAR1" }, "off")).toEqual({});
        expect(await inherited({ INHERIT_ENV_VARS: "1" }, "unnamed")).toEqual({});
      });

      test("the named ones and those that match a pattern; a secret by reference, never in the pod's own text", async () => {
        const settings = { INHERIT_ENV_VARS: "1", USER_DEFINED_VARS: "VAR1,VAR2,DEV_ENV_*" };
        expect(await inherited(settings, "named")).toEqual({
          VAR1: "one",
          VAR2: "two",
          DEV_ENV_A: "a",
          DEV_ENV_B: "b",
        });
        expect(JSON.stringify((await kubernetes.podOf("named")).spec)).not.toContain('"two"');
      });

      test("all when managed and USER_DEFINED_VARS is not set; the document's own value wins", async () => {
        const settings = { INHERIT_ENV_VARS: "1", BERTH_DEPLOYMENT: "managed" };
        const own = { env: [{ name: "VAR1", value: "mine" }] };
        expect(await inherited(settings, "managed", own)).toEqual({ ...variables, VAR1: "mine" });
      });

      test("by ENV, which WORKSPACE_ENV_PATTERN computes first and an explicit ENV overrides", async () => {
        const settings = {
          INHERIT_ENV_VARS: "1",
          USER_DEFINED_VARS: "VAR1",
          WORKSPACE_ENV_PATTERN: "dev_{workspace_name}",
          "USER_DEFINED_VARS__ENV__dev_my-workspace": "DEV_ENV_*",
          USER_DEFINED_VARS__ENV__production: "PROD_ENV_*",
        };
        expect(await inherited(settings, "my-workspace")).toEqual({
          ENV: "dev_my-workspace",
          VAR1: "one",
          DEV_ENV_A: "a",
          DEV_ENV_B: "b",
        });
        const explicit = { env: [{ name: "ENV", value: "production" }] };
        expect(await inherited(settings, "explicit", explicit)).toEqual({
          ENV: "production",
          VAR1: "one",
          PROD_ENV_A: "p",
        });
      });

      test("a changed variable waits for `update workspace settings`, which restarts", () =>
        kubernetes.inPortal({ INHERIT_ENV_VARS: "1", USER_DEFINED_VARS: "VAR1" }, async (portal) => {
          const { owner, bring, settled, until } = portal;
          await fill(portal);
          await bring("stale");
          await putVariable(owner, "kubernetes", { name: "VAR1", value: "changed", secret: false });
          await until(
            () => settled("stale"),
            (seen) => seen.settings_changed.includes("VAR1"),
          );
          expect(await environmentOf(await kubernetes.podOf("stale"))).toMatchObject({ VAR1: "one" });
          await updateWorkspace(owner, { name: "stale" }, { update_workspace_settings: true });
          await until(
            () => settled("stale"),
            (seen) => seen.settings_changed.length === 0,
          );
          expect(await environmentOf(await kubernetes.podOf("stale"))).toMatchObject({ VAR1: "changed" });
        }));
    });

    test("per-workspace overrides of the cluster's settings: each with its origin", () =>
      kubernetes.inPortal(
        {
          WORKSPACE_STORAGE_CLASS: "growing",
          WORKSPACE_INGRESS_NAME: "portal",
          WORKSPACE_INGRESS_TYPE: "alb",
          WORKSPACE_INGRESS_PATH_TYPE: "Prefix",
          KUBE_SERVICE_ACCOUNT_NAME: "builder",
        },
        async ({ owner, bring }) => {
          const own = {
            storage_class_name: "standard",
            storage_request_size: "1Gi",
            storage_access_mode: "ReadWriteMany",
            ingress_name: "other",
            ingress_type: "nginx",
            ingress_path_type: "ImplementationSpecific",
            ingress_host: "own.example.com",
            service_account_name: "default",
            description: "mine",
            labels: { team: "data" },
            port: 6789,
            health_path: "/index.html",
            namespace: kubernetes.cluster.namespace,
          };
          await bring("own", own);
          const { document, origins, overrides } = await getEffective(owner, { name: "own" });
          expect(document).toMatchObject(own);
          expect(origins.storage_class_name).toBe("document");
          expect(overrides).toContainEqual({
            path: "ingress_type",
            layer: "environment:WORKSPACE_INGRESS_TYPE",
            value: "alb",
            by: "document",
          });
          const [claim] = await kubernetes.claimsOf("own");
          expect(claim?.spec).toMatchObject({ storageClassName: "standard", accessModes: ["ReadWriteMany"] });
          expect(claim?.metadata?.labels).toMatchObject({ team: "data" });
          const { spec } = await kubernetes.podOf("own");
          expect(spec?.containers[0]?.readinessProbe?.httpGet).toMatchObject({ path: "/index.html", port: 6789 });
          const elsewhere = { name: "x", namespace: "kube-system", container_config: { image } };
          await expect(previewCreate(owner, { document: elsewhere })).rejects.toMatchObject({
            message: expect.stringContaining("The namespace kube-system is not open to workspaces"),
          });
        },
      ));
  },
);
