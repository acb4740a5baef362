import { readFile } from "node:fs/promises";
import type { CoreV1Api, KubeConfig, RbacAuthorizationV1Api } from "@kubernetes/client-node";
import type { JsonObject } from "@/lib/shared/json";
import type { EnvironmentEntry } from "@/lib/variables/environment";
import { objectNames } from "../../naming";
import { planChanges, type Plan } from "../../plan";
import type { BuildContext, ClusterRuntime, PhaseAndCause, WorkspaceRef } from "../../provider";
import { kubernetesProvider } from "../provider";

/** For tests on a real cluster: a namespace of their own, and one workspace with the verbs that they are written in. */
export type TestCluster = {
  readonly namespace: string;
  readonly kubeconfig: string;
  readonly core: CoreV1Api;
  readonly rbac: RbacAuthorizationV1Api;
  readonly config: KubeConfig;
  readonly connect: (kubeconfig?: string) => Promise<ClusterRuntime>;
  readonly remove: () => Promise<void>;
};

export const image = "berth.test/workspace:1";

export async function createTestCluster(file: string, labels: Record<string, string> = {}): Promise<TestCluster> {
  const kubeconfig = await readFile(file, "utf8");
  const library = await import("@kubernetes/client-node");
  const config = new library.KubeConfig();
  config.loadFromString(kubeconfig);
  const core = config.makeApiClient(library.CoreV1Api);
  const namespace = `real-${Math.random().toString(36).slice(2, 8)}`;
  await core.createNamespace({ body: { metadata: { name: namespace, labels } } });
  return {
    namespace,
    kubeconfig,
    core,
    config,
    rbac: config.makeApiClient(library.RbacAuthorizationV1Api),
    connect: (text = kubeconfig) =>
      kubernetesProvider.connect({
        id: "test",
        name: "test",
        type: "kubernetes",
        options: { namespace },
        credentials: { kubeconfig: text },
      }),
    remove: async () => {
      await core.deleteNamespace({ name: namespace });
    },
  };
}

export type TestWorkspace = {
  readonly ref: WorkspaceRef;
  readonly plan: (resolved: JsonObject, change?: Partial<BuildContext>) => Promise<Plan>;
  /** Plans and applies. */
  readonly bring: (resolved: JsonObject, change?: Partial<BuildContext>) => Promise<Plan>;
  readonly look: (desired?: "running" | "stopped", port?: number) => Promise<PhaseAndCause>;
  readonly remove: () => Promise<void>;
};

export const calm = (): AbortSignal => new AbortController().signal;

export const variable = (name: string, value: string, secret = false): EnvironmentEntry => ({
  name,
  value,
  secret,
  origin: "document",
});

export function testWorkspace(runtime: ClusterRuntime, namespace: string, name: string): TestWorkspace {
  const id = Math.random().toString(36).slice(2, 14).padEnd(12, "0");
  const names = objectNames("kubernetes", { id, name }, false);
  const ref: WorkspaceRef = { id, name, names, namespace };
  const context: BuildContext = {
    workspace: { id, name, owner: "ann@example.com", revision: 1, restarts: 0 },
    names,
    namespace,
    running: true,
    environment: [],
    facts: {},
  };
  const observe = () => runtime.observe(ref, calm());
  const plan = async (resolved: JsonObject, change: Partial<BuildContext> = {}) => {
    const wanted = kubernetesProvider.build(resolved, { ...context, ...change });
    return planChanges(wanted, (await observe()).manifests, kubernetesProvider.rules, "");
  };
  const applyAll = async (next: Plan) => {
    for (const step of next.steps) await runtime.apply(step, ref, calm());
    return next;
  };
  return {
    ref,
    plan,
    bring: async (resolved, change) => applyAll(await plan(resolved, change)),
    look: async (desired = "running", port = 6789) =>
      kubernetesProvider.phaseOf(await observe(), { desired, cluster: "test", port, now: new Date() }),
    remove: async () => {
      await applyAll(planChanges([], (await observe()).manifests, kubernetesProvider.rules, ""));
    },
  };
}

/** Polls with a deadline; what is looked for comes when the cluster gets there. */
export async function until<T>(what: string, look: () => Promise<T | null>, seconds = 60): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`It did not come about within ${seconds} s that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
