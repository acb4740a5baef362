import type { Effect } from "@/lib/provisioning/plan";
import type { Sayable } from "@/lib/i18n/text";
import { itemStates, type FleetState, type ItemState } from "./rollout";
import type { FleetDto, FleetItemDto, FleetSummaryDto, Reason } from "./dto";
import type { FleetChange, FleetSelector } from "./schema";

/** A rollout as stored, free of the database's types. */
export type FleetRecord = {
  readonly id: string;
  readonly authorId: string;
  readonly authorEmail: string;
  readonly tokenId: string | null;
  readonly selector: FleetSelector;
  readonly change: FleetChange;
  readonly planHash: string;
  readonly apply: "now" | "next-restart";
  readonly batch: number;
  readonly maxUnavailable: number;
  readonly maxFailures: number;
  readonly state: FleetState;
  readonly forgiven: number;
  readonly reason: Sayable | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
};

export type FleetItemRecord = {
  readonly position: number;
  readonly workspaceId: string | null;
  readonly name: string;
  readonly cluster: string;
  readonly state: ItemState;
  readonly stage: number | null;
  readonly effect: Effect;
  readonly planHash: string;
  readonly revision: number;
  readonly reasons: readonly Reason[];
  readonly operationId: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
};

export type ItemCounts = FleetSummaryDto["counts"];

const noItems = Object.fromEntries(itemStates.map((state) => [state, 0])) as Record<ItemState, number>;

export const countItems = (items: readonly { readonly state: ItemState }[]): ItemCounts => {
  const counts = { ...noItems };
  for (const { state } of items) counts[state] += 1;
  return counts;
};

export const toItemDto = (item: FleetItemRecord): FleetItemDto => ({
  position: item.position,
  workspace_id: item.workspaceId,
  name: item.name,
  cluster: item.cluster,
  state: item.state,
  stage: item.stage === null ? null : item.stage + 1,
  effect: item.effect,
  reasons: item.reasons,
  operation_id: item.operationId,
  started_at: item.startedAt?.toISOString() ?? null,
  finished_at: item.finishedAt?.toISOString() ?? null,
});

export const toFleetSummary = (fleet: FleetRecord, counts: ItemCounts): FleetSummaryDto => ({
  id: fleet.id,
  state: fleet.state,
  reason: fleet.reason,
  selector: fleet.selector,
  change: fleet.change,
  plan_hash: fleet.planHash,
  apply: fleet.apply,
  batch: fleet.batch,
  max_unavailable: fleet.maxUnavailable,
  max_failures: fleet.maxFailures,
  counts,
  by: fleet.authorEmail,
  created_at: fleet.createdAt.toISOString(),
  started_at: fleet.startedAt?.toISOString() ?? null,
  finished_at: fleet.finishedAt?.toISOString() ?? null,
});

export const toFleetDto = (
  fleet: FleetRecord,
  items: readonly FleetItemRecord[],
  counts = countItems(items),
): FleetDto => ({
  ...toFleetSummary(fleet, counts),
  items: items.map(toItemDto),
});
