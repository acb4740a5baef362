import { plain } from "@/lib/i18n/say";
import { gatewayKind } from "./kinds";

/** A call that the code makes, in RBAC's words. `scope`: where the right is needed. */
export type RequiredRight = {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly scope: "namespace" | "cluster";
  /** False: something is missing without it, but workspaces run. */
  readonly required: boolean;
  readonly why: string;
  /** Only on clusters that serve this API group; others do not know the resource. */
  readonly onlyWith?: string;
};

const istio = gatewayKind.group;

/**
 * Every call that `server/` makes. The Role, the health checks and the documentation come from here, and a test runs a workspace's whole
 * life with an account that has just these rights.
 */
export const requiredRights: readonly RequiredRight[] = [
  right("apps", "statefulsets", ["get", "list", "watch", "create", "patch", "delete"], plain("right/workspace")),
  {
    ...right(
      "apps",
      "deployments",
      ["get", "list", "watch", "create", "patch", "delete"],
      plain("right/adopted-deployments"),
    ),
    required: false,
  },
  right("", "services", ["get", "list", "watch", "create", "patch", "delete"], plain("right/address")),
  right("", "persistentvolumeclaims", ["get", "list", "watch", "create", "patch", "delete"], plain("right/storage")),
  right("", "secrets", ["get", "list", "watch", "create", "patch", "delete"], plain("right/variables")),
  right("", "pods", ["list", "watch"], plain("right/phase")),
  right("", "events", ["list", "watch"], plain("right/phase")),
  right("", "pods/log", ["get"], plain("right/logs")),
  right("", "pods/exec", ["get", "create"], plain("right/terminal")),
  right("", "pods/portforward", ["get", "create"], plain("right/forward")),
  {
    ...right("networking.k8s.io", "ingresses", ["get", "list", "watch", "create", "patch", "delete"], "ingress_name"),
    required: false,
  },
  {
    ...right(
      istio,
      "virtualservices",
      ["get", "list", "watch", "create", "patch", "delete"],
      "ingress_name with ingress_type istio",
    ),
    required: false,
    onlyWith: istio,
  },
  {
    ...right(istio, "gateways", ["list", "watch"], "ingress_name with ingress_type istio"),
    required: false,
    onlyWith: istio,
  },
  { ...right("metrics.k8s.io", "pods", ["get"], plain("right/use")), required: false },
  {
    ...right("storage.k8s.io", "storageclasses", ["list"], plain("right/default-class")),
    scope: "cluster",
    required: false,
  },
  { ...right("", "nodes", ["list"], plain("right/capacity")), scope: "cluster", required: false },
];

function right(group: string, resource: string, verbs: readonly string[], why: string): RequiredRight {
  return { group, resource, verbs, scope: "namespace", required: true, why };
}

export type PolicyRule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
};

/**
 * Rules of the Role (`namespace`, in each namespace with workspaces) and of the optional ClusterRole (`cluster`), with those for the further
 * API groups that the cluster serves and workspaces shall use.
 */
export const roleRules = (
  scope: RequiredRight["scope"],
  furtherGroups: readonly string[] = [],
): readonly PolicyRule[] =>
  requiredRights
    .filter((entry) => entry.scope === scope && isWanted(entry, furtherGroups))
    .map(({ group, resource, verbs }) => ({ apiGroups: [group], resources: [resource], verbs }));

export const isWanted = ({ onlyWith }: RequiredRight, furtherGroups: readonly string[]): boolean =>
  onlyWith === undefined || furtherGroups.includes(onlyWith);
