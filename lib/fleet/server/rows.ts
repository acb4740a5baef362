import { isText } from "@/lib/i18n/text";
import { effects } from "@/lib/provisioning/plan";
import { isObject } from "@/lib/shared/json";
import type { Reason } from "../dto";
import type { FleetItemRecord, FleetRecord } from "../record";
import { fleetStates, itemStates } from "../rollout";
import { fleetChange, fleetSelector } from "../schema";

/** Rows of Fleet and FleetItem as Prisma and plain SQL return them. */
export type FleetRow = Omit<FleetRecord, "selector" | "change" | "apply" | "state" | "reason"> & {
  readonly selector: unknown;
  readonly change: unknown;
  readonly apply: string;
  readonly state: string;
  readonly reason: unknown;
};

export type FleetItemRow = Omit<FleetItemRecord, "state" | "effect" | "reasons"> & {
  readonly state: string;
  readonly effect: string;
  readonly reasons: unknown;
};

const oneOf = <T extends string>(list: readonly T[], text: string, otherwise: T): T =>
  list.find((item) => item === text) ?? otherwise;

function toReasons(value: unknown): readonly Reason[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.filter(isObject).map(({ path, message, text }) => ({
    path: typeof path === "string" ? path : "",
    message: String(message),
    ...(isText(text) ? { text } : {}),
  }));
}

/** Selector and change were checked when they were stored. */
export const toFleetRecord = (row: FleetRow): FleetRecord => ({
  id: row.id,
  authorId: row.authorId,
  authorEmail: row.authorEmail,
  tokenId: row.tokenId,
  selector: fleetSelector.parse(row.selector),
  change: fleetChange.parse(row.change),
  planHash: row.planHash,
  apply: row.apply === "next-restart" ? "next-restart" : "now",
  batch: row.batch,
  maxUnavailable: row.maxUnavailable,
  maxFailures: row.maxFailures,
  state: oneOf(fleetStates, row.state, "stopped"),
  forgiven: row.forgiven,
  reason: toReasons([row.reason])[0] ?? null,
  createdAt: row.createdAt,
  startedAt: row.startedAt,
  finishedAt: row.finishedAt,
});

export const toItemRecord = (row: FleetItemRow): FleetItemRecord => ({
  position: row.position,
  workspaceId: row.workspaceId,
  name: row.name,
  cluster: row.cluster,
  state: oneOf(itemStates, row.state, "skipped"),
  stage: row.stage,
  effect: oneOf(effects, row.effect, "none"),
  planHash: row.planHash,
  revision: row.revision,
  reasons: toReasons(row.reasons),
  operationId: row.operationId,
  startedAt: row.startedAt,
  finishedAt: row.finishedAt,
});
