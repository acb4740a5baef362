import { finding, type HealthCheck } from "@/lib/health/check";
import { recognise, say } from "@/lib/i18n/say";
import { isPortalError } from "@/lib/shared/errors";
import { getIn, type Json } from "@/lib/shared/json";
import { stringAt } from "../pod-state";
import { isWanted, requiredRights, type RequiredRight } from "../rbac";
import type { KubernetesClient } from "./client";
import { serverVersion, storageClasses } from "./facts";
import { ingressHealth } from "./ingress-health";

/** Server-side apply's rules for lists, which the plan relies on, are stable since then. */
const oldestMinor = 22;

/** Coded findings about a cluster. An unreachable one has just that one. */
export async function clusterHealth(
  client: KubernetesClient,
  namespaces: readonly string[],
  ingress: Json | undefined,
  signal: AbortSignal,
): Promise<readonly HealthCheck[]> {
  const reachable = await reach(client, signal);
  if (reachable.status === "fail") return [reachable];
  const groups = await furtherGroups(client, signal);
  const rights = await Promise.all(
    namespaces.map((namespace, index) => rightsIn(client, { namespace, isFirst: index === 0, groups }, signal)),
  );
  const named = await ingressHealth(client, ingress, namespaces, signal);
  return [reachable, ...rights.flat(), ...named, await storage(client, signal), await metrics(client, signal)];
}

async function reach(client: KubernetesClient, signal: AbortSignal): Promise<HealthCheck> {
  try {
    const version = await serverVersion(client, signal);
    const minor = Number(/^v1\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
    return minor < oldestMinor
      ? finding(
          "kubernetes/version",
          "warn",
          say("kubernetes/old", { version }),
          say("kubernetes/old-next", { minor: oldestMinor }),
        )
      : finding("cluster/reachable", "ok", say("kubernetes/answers", { version }));
  } catch (error) {
    const reason = isPortalError(error) ? error : say("kubernetes/silent");
    return finding("cluster/reachable", "fail", reason, say("kubernetes/silent-next"));
  }
}

/** API groups of `requiredRights` that only some clusters serve. */
async function furtherGroups(client: KubernetesClient, signal: AbortSignal): Promise<readonly string[]> {
  const call = { verb: "get", resource: "/apis", namespace: null };
  const answer = await client.request({ call, method: "GET", path: "/apis", signal });
  const groups = getIn(answer, ["groups"]);
  return Array.isArray(groups) ? groups.flatMap((group: unknown) => stringAt(group, "name") ?? []) : [];
}

type RightsQuestion = {
  readonly namespace: string;
  /** The cluster's own namespace, whose checks have the plain codes; rights on the whole cluster are asked for once. */
  readonly isFirst: boolean;
  readonly groups: readonly string[];
};

async function rightsIn(
  client: KubernetesClient,
  { namespace, isFirst, groups }: RightsQuestion,
  signal: AbortSignal,
): Promise<readonly HealthCheck[]> {
  const suffix = isFirst ? "" : `@${namespace}`;
  const asked = requiredRights
    .filter((entry) => (isFirst || entry.scope === "namespace") && isWanted(entry, groups))
    .flatMap((entry) => entry.verbs.map((verb) => ({ entry, verb })));
  const answers = await Promise.all(
    asked.map(async (right) => ({
      ...right,
      allowed: await isAllowed(client, namespace, right.entry, right.verb, signal),
    })),
  );
  const missing = answers.filter((answer) => !answer.allowed);
  if (missing.length === 0) {
    const summary = say("kubernetes/rights", { namespace });
    return [finding(`kubernetes/rights${suffix}`, "ok", summary)];
  }
  return missing.map(({ entry, verb }) =>
    finding(
      `kubernetes/rights/${verb}-${resourceName(entry)}${suffix}`,
      entry.required ? "fail" : "warn",
      entry.scope === "namespace"
        ? say("kubernetes/right-missing-in", { ...missingRight(entry, verb), namespace })
        : say("kubernetes/right-missing", missingRight(entry, verb)),
      say("kubernetes/right-missing-next"),
    ),
  );
}

const missingRight = (entry: RequiredRight, verb: string) => ({
  verb,
  resource: resourceName(entry),
  why: recognise(entry.why),
});

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
    return finding(
      "kubernetes/storage-class",
      "warn",
      say("kubernetes/storage-classes-hidden"),
      say("kubernetes/storage-classes-hidden-next"),
    );
  }
  const found = classes.find((entry) => entry.isDefault);
  return found
    ? finding("kubernetes/storage-class", "ok", say("kubernetes/storage-class", { name: found.name }))
    : finding(
        "kubernetes/storage-class",
        "warn",
        say("kubernetes/no-default-class"),
        say("kubernetes/no-default-class-next"),
      );
}

async function metrics(client: KubernetesClient, signal: AbortSignal): Promise<HealthCheck> {
  try {
    const call = { verb: "get", resource: "/apis/metrics.k8s.io", namespace: null };
    await client.request({ call, method: "GET", path: "/apis/metrics.k8s.io/v1beta1", signal });
    return finding("kubernetes/metrics", "ok", say("kubernetes/metrics"));
  } catch (error) {
    if (!isPortalError(error)) throw error;
    return finding("kubernetes/metrics", "warn", say("kubernetes/no-metrics"), say("kubernetes/no-metrics-next"));
  }
}
