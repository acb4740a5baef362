import { finding, type HealthCheck } from "@/lib/health/check";
import { say } from "@/lib/i18n/say";
import { isObject, type Json } from "@/lib/shared/json";
import { textOf } from "../build/values";
import { findNamed, ingressTypes, kindOfNamed } from "../route/named";
import type { KubernetesClient } from "./client";
import { clusterFacts } from "./facts";

/** Whether what WORKSPACE_INGRESS_NAME names is there; nothing where it is not set. `wanted` is the cluster's option `ingress`. */
export async function ingressHealth(
  client: KubernetesClient,
  wanted: Json | undefined,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<readonly HealthCheck[]> {
  const [namespace = ""] = namespaces;
  const name = isObject(wanted) ? textOf(wanted.name) : null;
  if (!isObject(wanted) || name === null) return [];
  const type = ingressTypes.find((entry) => entry === wanted.type) ?? "nginx";
  const place = { kind: kindOfNamed(type), name, namespace };
  const facts = await clusterFacts(client, namespaces, signal);
  return findNamed({ type, name }, { namespace, facts })
    ? [finding("kubernetes/ingress", "ok", say("kubernetes/ingress", place))]
    : [finding("kubernetes/ingress", "warn", say("kubernetes/no-ingress", place), say("kubernetes/no-ingress-next"))];
}
