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

/** A policy as in product section 3; its defaults (`container_config`, …) become a layer. */
export type Policy = {
  readonly enabled: boolean;
  readonly enforce: boolean;
  readonly strict: boolean;
  readonly defaults: JsonObject;
  readonly maximum: Maximum;
  readonly deny: readonly DenyRule[];
  readonly require: Requirements;
};
