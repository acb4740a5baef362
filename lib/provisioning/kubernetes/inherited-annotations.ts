import type { JsonObject } from "@/lib/shared/json";

/**
 * Annotations of the portal's pod that are about that one pod: what kubectl and Berth noted, checksums that restart it (product, section 6),
 * and what the network, a mesh or an admission plugin wrote about it when it started.
 */
const aboutTheOnePod: readonly RegExp[] = [
  /^kubectl\.kubernetes\.io\//,
  /(^|\/)checksum/i,
  /^checksum[./-]/i,
  /^berth\.dev\//,
  /^kubernetes\.io\/(config\.|limit-ranger|psp)/,
  /^cni\.projectcalico\.org\/(containerID|podIPs?)$/,
  /^k8s\.v1\.cni\.cncf\.io\/network(s)?-status$/,
  /^k8s\.ovn\.org\//,
  /^vpc\.amazonaws\.com\/pod-/,
  /^sidecar\.istio\.io\/status$/,
  /^(container\.)?(apparmor|seccomp)\.security\.(alpha|beta)\.kubernetes\.io(\/|$)/,
];

/** What workspaces take over with INHERIT_POD_ANNOTATIONS. */
export const inheritedAnnotations = (annotations: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(annotations).filter(
      ([key, value]) => typeof value === "string" && !aboutTheOnePod.some((pattern) => pattern.test(key)),
    ),
  );
