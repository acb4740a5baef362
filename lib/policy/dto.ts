import type { Fault } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";
import type { Policy, PolicySource } from "./policy";

/** Shapes of the API (api.md, policies). Times are ISO 8601 UTC. */

export type PolicyContentDto = Pick<Policy, "enabled" | "enforce" | "strict" | "maximum" | "deny" | "require"> & {
  /** In the shape of a document, by type of cluster: what each understands of the text. */
  readonly defaults: { readonly kubernetes: JsonObject; readonly docker: JsonObject; readonly local: JsonObject };
};

export type PolicyVersionDto = {
  readonly number: number;
  readonly author: string;
  readonly at: string;
  readonly message: string;
};

export type PolicyFileDto = {
  readonly path: string;
  readonly text: string;
  readonly parsed: PolicyContentDto;
  readonly read_at: string;
  /** Not empty: the file broke since, and what is shown here is the last good one. */
  readonly faults: readonly Fault[];
};

export type PolicyDto = {
  readonly kind: "workspace";
  /** Of the newest version that was saved in the portal; empty where there is none. */
  readonly text: string;
  /** 0: none was saved. What PUT takes as `if_version`. */
  readonly version: number;
  readonly parsed: PolicyContentDto | null;
  /** Policies that are switched on, weakest first. */
  readonly in_force: readonly PolicySource[];
  /** WORKSPACE_DEFAULT_CONFIG_PATH; null: not set. */
  readonly file: PolicyFileDto | null;
  readonly versions: readonly PolicyVersionDto[];
};

/** What a policy would make of one workspace at its next start, strongest last. */
export const policyEffects = ["unaffected", "defaults", "overridden", "refused"] as const;
export type PolicyEffect = (typeof policyEffects)[number];

export type PolicyEffectDto = {
  readonly counts: Readonly<Record<PolicyEffect, number>>;
  readonly items: readonly {
    readonly name: string;
    readonly cluster: string;
    readonly owner: string;
    readonly running: boolean;
    readonly effect: PolicyEffect;
    /** Paths that get another value, or that the policy takes from the user. */
    readonly keys: readonly string[];
    /** Why it would be refused. */
    readonly faults: readonly Fault[];
  }[];
};

export function toContentDto({ enabled, enforce, strict, defaults, maximum, deny, require }: Policy): PolicyContentDto {
  const { kubernetes, docker, local } = defaults;
  return { enabled, enforce, strict, defaults: { kubernetes, docker, local }, maximum, deny, require };
}
