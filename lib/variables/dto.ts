import type { InheritedBy } from "./explain";

/** Shapes of the API (api.md, `/clusters/{name}/variables` and `/workspaces/{name}/secrets`). Times are ISO 8601 UTC. */

/** `value` is null for secrets: they are written, and read back only by those with `secret:read`, one at a time. */
export type VariableDto = {
  readonly name: string;
  readonly value: string | null;
  readonly secret: boolean;
  /** The portal's own environment and the file of BERTH_CONFIG are not changed here. */
  readonly source: "environment" | "file" | "portal";
  readonly updated_at: string | null;
  readonly updated_by: string | null;
  /** When somebody was last shown the value of a secret, and who. */
  readonly shown_at: string | null;
  readonly shown_by: string | null;
  /** By what workspaces inherit it now; empty: none does. */
  readonly inherited_by: readonly InheritedBy[];
  /** Workspaces that have another value than this one. */
  readonly outdated: number;
};

/** A secret that a workspace offers to all of the cluster. */
export type SharedSecretDto = { readonly name: string; readonly workspace: string; readonly owner: string };

export type VariablesDto = {
  readonly items: readonly VariableDto[];
  readonly inheritance: {
    /** INHERIT_ENV_VARS. */
    readonly on: boolean;
    /** USER_DEFINED_VARS; null: not set. */
    readonly list: string | null;
    /** Without a list: all are inherited (BERTH_DEPLOYMENT=managed). */
    readonly all: boolean;
    /** SHARE_SECRETS_ACROSS_WORKSPACES. */
    readonly sharing: boolean;
  };
  readonly shared_secrets: readonly SharedSecretDto[];
};

export const variableChangeKinds = ["new", "changed", "same", "removed"] as const;
export type VariableChangeKind = (typeof variableChangeKinds)[number];

/** What a change of variables would do. Names only, never values. */
export type VariablesEffectDto = {
  readonly changes: readonly { readonly name: string; readonly kind: VariableChangeKind; readonly secret: boolean }[];
  /** Live workspaces of the cluster. */
  readonly workspaces: number;
  /** Those that would get, or lose, the badge "settings changed" for these names. */
  readonly items: readonly {
    readonly name: string;
    readonly owner: string;
    readonly running: boolean;
    readonly outdated: readonly string[];
    readonly settled: readonly string[];
  }[];
};

/** A secret of one workspace; its value is never shown. */
export type WorkspaceSecretDto = {
  readonly name: string;
  readonly shared: boolean;
  readonly updated_at: string;
  readonly updated_by: string;
  /** Something stronger sets a variable of this name (the document, a policy), so the secret has no effect here. */
  readonly hidden: boolean;
};

/** What others offer and this workspace therefore gets with its next change of settings, or has. */
export type OfferedSecretDto = { readonly name: string; readonly workspace: string };

export type WorkspaceSecretsDto = {
  readonly items: readonly WorkspaceSecretDto[];
  readonly offered: readonly OfferedSecretDto[];
  /** SHARE_SECRETS_ACROSS_WORKSPACES. */
  readonly sharing: boolean;
  readonly may: { readonly write: boolean; readonly share: boolean };
};
