import type { ClusterType } from "@/lib/provisioning/provider";
import type { JsonObject } from "@/lib/shared/json";

/** What `deny` may name (product section 3). */
export const denyRules = [
  "privileged",
  "privilege_escalation",
  "added_capabilities",
  "host_path",
  "host_network",
  "host_pid",
  "host_ipc",
  "host_ports",
  "devices",
  "docker_socket",
  "root_user",
  "service_account_token",
] as const;
export type DenyRule = (typeof denyRules)[number];

/** Amounts by resource name, as Kubernetes quantities: `cpu`, `memory`, `nvidia.com/gpu`, … */
export type Amounts = Readonly<Record<string, string | number>>;

export type Maximum = {
  readonly resources?: { readonly requests?: Amounts; readonly limits?: Amounts };
  readonly storage?: string | number;
  readonly max_idle_seconds?: number;
};

export type Requirements = {
  /** Patterns of repositories; every container's image must match one. */
  readonly images?: readonly string[];
  /** Labels that a document must have. */
  readonly labels?: readonly string[];
  /** Every container must have limits for CPU and memory. */
  readonly resources?: boolean;
  /** Idle stop must be on. */
  readonly termination_policy?: boolean;
};

/** What a policy demands of every workspace, whoever asks. */
export type Rules = {
  readonly maximum: Maximum;
  readonly deny: readonly DenyRule[];
  readonly require: Requirements;
};

/** A policy as in product section 3. */
export type Policy = Rules & {
  readonly enabled: boolean;
  readonly enforce: boolean;
  readonly strict: boolean;
  /** Its defaults (`container_config`, …) as far as a cluster of that type understands them. */
  readonly defaults: Readonly<Record<ClusterType, JsonObject>>;
};

export const policySources = ["file", "portal"] as const;
export type PolicySource = (typeof policySources)[number];

/** A policy that is switched on, with where it is from. The list of all is weakest first: the file, then the portal's. */
export type PolicyInForce = { readonly source: PolicySource; readonly policy: Policy };

export const originOfPolicy = (source: PolicySource): string => `policy:${source}`;
