/** A call that the code makes, in RBAC's words. `scope`: where the right is needed. */
export type RequiredRight = {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly scope: "namespace" | "cluster";
  /** False: something is missing without it, but workspaces run. */
  readonly required: boolean;
  readonly why: string;
};

/**
 * Every call that `server/` makes. The Role, the health checks and the documentation come from here, and a test runs a workspace's whole
 * life with an account that has just these rights.
 */
export const requiredRights: readonly RequiredRight[] = [
  right("apps", "statefulsets", ["get", "list", "watch", "create", "patch", "delete"], "the workspace itself"),
  right("", "services", ["get", "list", "watch", "create", "patch", "delete"], "the workspace's address"),
  right("", "persistentvolumeclaims", ["get", "list", "watch", "create", "patch", "delete"], "the workspace's storage"),
  right(
    "",
    "secrets",
    ["get", "list", "watch", "create", "patch", "delete"],
    "inherited variables; only metadata is read back",
  ),
  right("", "pods", ["list", "watch"], "phase and cause"),
  right("", "events", ["list", "watch"], "phase and cause"),
  right("", "pods/log", ["get"], "logs"),
  right("", "pods/exec", ["get", "create"], "the terminal"),
  right("", "pods/portforward", ["get", "create"], "opening workspaces where pods are not reachable directly"),
  { ...right("metrics.k8s.io", "pods", ["get"], "use of CPU and memory"), required: false },
  {
    ...right("storage.k8s.io", "storageclasses", ["list"], "default storage class"),
    scope: "cluster",
    required: false,
  },
  { ...right("", "nodes", ["list"], "capacity"), scope: "cluster", required: false },
];

function right(group: string, resource: string, verbs: readonly string[], why: string): RequiredRight {
  return { group, resource, verbs, scope: "namespace", required: true, why };
}

export type PolicyRule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
};

/** Rules of the Role (`namespace`, in each namespace with workspaces) and of the optional ClusterRole (`cluster`). */
export const roleRules = (scope: RequiredRight["scope"]): readonly PolicyRule[] =>
  requiredRights
    .filter((entry) => entry.scope === scope)
    .map(({ group, resource, verbs }) => ({ apiGroups: [group], resources: [resource], verbs }));
