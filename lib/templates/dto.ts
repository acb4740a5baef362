import type { Effect } from "@/lib/provisioning/plan";
import type { Fault } from "@/lib/shared/errors";
import type { TemplateDto } from "@/lib/workspaces/dto";
import type { Parameter, TemplateClusterType } from "./template";

/** Shapes of the API (api.md, templates). Times are ISO 8601 UTC. */

export type TemplateVersionDto = {
  readonly number: number;
  /** Null: it came with Berth. */
  readonly author: string | null;
  readonly at: string | null;
  readonly message: string;
};

/** One version with its text, and what a form for it asks for. */
export type TemplateVersionDetailDto = TemplateVersionDto & {
  readonly text: string;
  readonly parameters: readonly Parameter[];
  /** Names of the parameters that mean something on each type of cluster. */
  readonly asked: Readonly<Record<TemplateClusterType, readonly string[]>>;
};

export type TemplateDetailDto = TemplateDto & {
  /** Of the version in force, as its author wrote it. */
  readonly text: string;
  /** Live workspaces that are made from it. */
  readonly workspaces: number;
  /** Newest first. */
  readonly versions: readonly TemplateVersionDto[];
};

/** What a move to the new version would do to one workspace: `input` needs a value that nobody gave yet, `refused` does not fit. */
export const moveEffects = ["none", "live", "restart", "recreate", "data-loss", "input", "refused"] as const;
export type MoveEffect = Effect | "input" | "refused";

export type TemplateEffectDto = {
  readonly counts: Readonly<Record<MoveEffect, number>>;
  readonly items: readonly {
    readonly name: string;
    readonly cluster: string;
    readonly owner: string;
    readonly running: boolean;
    /** The version that it stands on. */
    readonly version: number;
    readonly effect: MoveEffect;
    /** Paths of its configuration that would get another value. */
    readonly keys: readonly string[];
    readonly faults: readonly Fault[];
  }[];
};
