import type { Effect } from "@/lib/provisioning/plan";
import type { Fault } from "@/lib/shared/errors";
import type { Text } from "@/lib/i18n/text";
import type { FleetChange, FleetSelector } from "./schema";
import type { FleetState, ItemState } from "./rollout";

/** Why, in words; `path`: of the document, where there is one. */
export type Reason = Pick<Fault, "path" | "message" | "text">;

export type FleetItemDto = {
  readonly position: number;
  /** Null: there is no such workspace, or the person who planned may not see it. */
  readonly workspace_id: string | null;
  readonly name: string;
  readonly cluster: string;
  readonly state: ItemState;
  /** From 1; null: never touched. */
  readonly stage: number | null;
  readonly effect: Effect;
  readonly reasons: readonly Reason[];
  readonly operation_id: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
};

/** A rollout without its workspaces. */
export type FleetSummaryDto = {
  readonly id: string;
  readonly state: FleetState;
  /** Why it is paused, or was stopped. */
  readonly reason: { readonly message: string; readonly text?: Text | undefined } | null;
  readonly selector: FleetSelector;
  readonly change: FleetChange;
  readonly plan_hash: string;
  readonly apply: "now" | "next-restart";
  readonly batch: number;
  readonly max_unavailable: number;
  readonly max_failures: number;
  readonly counts: Readonly<Record<ItemState, number>>;
  readonly by: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
};

export type FleetDto = FleetSummaryDto & { readonly items: readonly FleetItemDto[] };

/** What `POST /fleet/plan` answers. Applied by its hash, until it expires. */
export type FleetPlanDto = {
  readonly id: string;
  readonly plan_hash: string;
  /** The strongest of those that would be touched. */
  readonly effect: Effect;
  readonly selector: FleetSelector;
  readonly change: FleetChange;
  /** How many would be touched, by effect. */
  readonly effects: Readonly<Record<Effect, number>>;
  readonly counts: FleetSummaryDto["counts"];
  readonly items: readonly FleetItemDto[];
  readonly expires_at: string;
};

/** With the workspaces that have just changed. */
export type FleetEventDto = FleetDto;
