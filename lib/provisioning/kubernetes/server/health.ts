import type { HealthCheck } from "@/lib/health/check";
import { isPortalError } from "@/lib/shared/errors";
import { getIn } from "@/lib/shared/json";
import { requiredRights, type RequiredRight } from "../rbac";
import type { KubernetesClient } from "./client";
import { serverVersion, storageClasses } from "./facts";

/** Server-side apply's rules for lists, which the plan relies on, are stable since then. */
const oldestMinor = 22;

/** Coded findings about a cluster. An unreachable one has just that one. */
export async function clusterHealth(
  client: KubernetesClient,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<readonly HealthCheck[]> {
  const reachable = await reach(client, signal);
  if (reachable.status === "fail") return [reachable];
  const rights = await Promise.all(
    namespaces.map((namespace, index) => rightsIn(client, namespace, index === 0, signal)),
  );
  return [reachable, ...rights.flat(), await storage(client, signal), await metrics(client, signal)];
}

const check = (code: string, status: HealthCheck["status"], summary: string, next = ""): HealthCheck => ({
  code,
  status,
  summary,
  next_step: next,
});

async function reach(client: KubernetesClient, signal: AbortSignal): Promise<HealthCheck> {
  try {
    const version = await serverVersion(client, signal);
    const minor = Number(/^v1\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
    return minor < oldestMinor
      ? check(
          "kubernetes/version",
          "warn",
          `The cluster runs Kubernetes ${version}`,
          `Upgrade it to 1.${oldestMinor} or newer.`,
        )
      : check("cluster/reachable", "ok", `The cluster answers and runs Kubernetes ${version}`);
  } catch (error) {
    const reason = isPortalError(error) ? error.message : "The cluster does not answer.";
    return check("cluster/reachable", "fail", reason, "Check the cluster's address, its credentials and the network.");
  }
}

/** `isFirst`: the cluster's own namespace, whose checks have the plain codes; rights on the whole cluster are asked for once. */
async function rightsIn(
  client: KubernetesClient,
  namespace: string,
  isFirst: boolean,
  signal: AbortSignal,
): Promise<readonly HealthCheck[]> {
  const suffix = isFirst ? "" : `@${namespace}`;
  const asked = requiredRights
    .filter((entry) => isFirst || entry.scope === "namespace")
    .flatMap((entry) => entry.verbs.map((verb) => ({ entry, verb })));
  const answers = await Promise.all(
    asked.map(async (right) => ({
      ...right,
      allowed: await isAllowed(client, namespace, right.entry, right.verb, signal),
    })),
  );
  const missing = answers.filter((answer) => !answer.allowed);
  if (missing.length === 0) {
    const summary = `Berth has every right that it needs in namespace ${namespace}`;
    return [check(`kubernetes/rights${suffix}`, "ok", summary)];
  }
  return missing.map(({ entry, verb }) =>
    check(
      `kubernetes/rights/${verb}-${resourceName(entry)}${suffix}`,
      entry.required ? "fail" : "warn",
      `Berth may not ${verb} ${resourceName(entry)}${entry.scope === "namespace" ? ` in namespace ${namespace}` : ""} (for ${entry.why})`,
      "Give Berth's account the Role that the cluster's page shows.",
    ),
  );
}

const resourceName = (entry: RequiredRight): string =>
  entry.group === "metrics.k8s.io" ? "pods.metrics.k8s.io" : entry.resource;

/** Every account may ask this about itself. */
async function isAllowed(
  client: KubernetesClient,
  namespace: string,
  entry: RequiredRight,
  verb: string,
  signal: AbortSignal,
): Promise<boolean> {
  const [resource = "", subresource] = entry.resource.split("/");
  const answer = await client.request({
    call: { verb: "create", resource: "selfsubjectaccessreviews", namespace: null },
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: {
        resourceAttributes: {
          verb,
          group: entry.group,
          resource,
          ...(subresource === undefined ? {} : { subresource }),
          ...(entry.scope === "namespace" ? { namespace } : {}),
        },
      },
    },
    signal,
  });
  return getIn(answer, ["status", "allowed"]) === true;
}

async function storage(client: KubernetesClient, signal: AbortSignal): Promise<HealthCheck> {
  const classes = await storageClasses(client, signal);
  if (classes === null) {
    return check(
      "kubernetes/storage-class",
      "warn",
      "Berth may not see the storage classes",
      "Name one with WORKSPACE_STORAGE_CLASS, or allow Berth to list them.",
    );
  }
  const found = classes.find((entry) => entry.isDefault);
  return found
    ? check("kubernetes/storage-class", "ok", `The default storage class is ${found.name}`)
    : check(
        "kubernetes/storage-class",
        "warn",
        "The cluster has no default storage class",
        "Mark one as the default, or name one with WORKSPACE_STORAGE_CLASS.",
      );
}

async function metrics(client: KubernetesClient, signal: AbortSignal): Promise<HealthCheck> {
  try {
    const call = { verb: "get", resource: "/apis/metrics.k8s.io", namespace: null };
    await client.request({ call, method: "GET", path: "/apis/metrics.k8s.io/v1beta1", signal });
    return check("kubernetes/metrics", "ok", "The cluster reports use of CPU and memory");
  } catch (error) {
    if (!isPortalError(error)) throw error;
    return check(
      "kubernetes/metrics",
      "warn",
      "The cluster reports no use of CPU and memory",
      "Install metrics-server to see it in the portal.",
    );
  }
}
