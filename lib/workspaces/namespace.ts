import { say } from "@/lib/i18n/say";
import type { ClusterConfig } from "@/lib/provisioning/provider";
import { faultError } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/**
 * The namespace of a workspace, or null where the backend has none. It must be one that the cluster was given for workspaces: its own, the
 * one of KUBE_NAMESPACE, or one in its option `allowed_namespaces` (product, section 2).
 */
export function checkNamespace(
  effective: JsonObject,
  cluster: Pick<ClusterConfig, "name" | "type" | "options">,
  facts: JsonObject,
  kubeNamespace: string | null,
): string | null {
  if (cluster.type !== "kubernetes" && cluster.type !== "fake") return null;
  const own = text(cluster.options.namespace) ?? text(facts.namespace) ?? "default";
  const namespace = text(effective.namespace) ?? own;
  const listed = cluster.options.allowed_namespaces;
  const allowed = [
    own,
    ...(kubeNamespace === null ? [] : [kubeNamespace]),
    ...(Array.isArray(listed) ? listed.map(String) : []),
  ];
  if (allowed.includes(namespace)) return namespace;
  const open = [...new Set(allowed)].join(", ");
  const said = say("run/namespace-closed", { namespace, cluster: cluster.name, allowed: open });
  throw faultError("document/invalid", { path: "namespace", ...said });
}
