import type { Db } from "@/lib/server/db";
import { Prisma } from "@/lib/server/generated/prisma/client";
import type { Sayable } from "@/lib/i18n/text";
import type { FleetApplyInput } from "../schema";
import { itemStates, type FleetState, type ItemState } from "../rollout";
import { countItems, type FleetItemRecord, type FleetRecord, type ItemCounts } from "../record";
import type { Reason } from "../dto";
import { toFleetRecord, toItemRecord } from "./rows";

/** Kind of the operation that is under way on a workspace; null: none is. */
export async function underWay(db: Db, workspaceId: string): Promise<string | null> {
  const row = await db.operation.findFirst({
    where: { workspaceId, state: { in: ["queued", "running"] } },
    select: { kind: true },
  });
  return row?.kind ?? null;
}

/** A rollout other than this one still has something to do with the workspace. */
export async function isTaken(db: Db, workspaceId: string, fleetId: string | null): Promise<boolean> {
  const row = await db.fleetItem.findUnique({ where: { liveKey: workspaceId }, select: { fleetId: true } });
  return row !== null && row.fleetId !== fleetId;
}

export type NewPlan = Pick<FleetRecord, "id" | "authorId" | "authorEmail" | "tokenId" | "planHash" | "createdAt"> &
  Pick<FleetRecord, "selector" | "change">;
export type NewItem = Omit<FleetItemRecord, "stage" | "operationId" | "startedAt" | "finishedAt">;

const plainReason = ({ path, message, text }: Reason) => ({ path, message, ...(text ? { text } : {}) });
export const plainSayable = ({ message, text }: Sayable) => ({ message, ...(text ? { text } : {}) });

/** Stores a plan with what it says of each workspace; plans that nobody applied until `expiredBefore` go. */
export async function insertPlan(db: Db, plan: NewPlan, items: readonly NewItem[], expiredBefore: Date): Promise<void> {
  const { selector, change, ...rest } = plan;
  await db.$transaction([
    db.fleet.deleteMany({ where: { state: "planned", createdAt: { lt: expiredBefore } } }),
    db.fleet.create({
      data: { ...rest, selector: { ...selector }, change: { ...change }, state: "planned" },
      select: { id: true },
    }),
    db.fleetItem.createMany({
      data: items.map((item) => ({ ...item, reasons: item.reasons.map(plainReason), fleetId: plan.id })),
    }),
  ]);
}

export async function findPlan(
  db: Db,
  plan: { readonly authorId: string; readonly planHash: string; readonly since: Date },
): Promise<FleetRecord | null> {
  const { authorId, planHash, since } = plan;
  const row = await db.fleet.findFirst({
    where: { authorId, planHash, state: "planned", createdAt: { gte: since } },
    orderBy: { createdAt: "desc" },
  });
  return row && toFleetRecord(row);
}

/** A rollout; a plan that was not applied is none. */
export async function findFleet(db: Db, id: string): Promise<FleetRecord | null> {
  const row = await db.fleet.findUnique({ where: { id, state: { not: "planned" } } });
  return row && toFleetRecord(row);
}

export async function listFleetRecords(
  db: Db,
  authorId: string | null,
  limit: number,
): Promise<{ readonly items: readonly FleetRecord[]; readonly total: number }> {
  const where = { state: { not: "planned" }, ...(authorId === null ? {} : { authorId }) };
  const [rows, total] = await db.$transaction([
    db.fleet.findMany({ where, orderBy: [{ createdAt: "desc" }, { id: "asc" }], take: limit }),
    db.fleet.count({ where }),
  ]);
  return { items: rows.map(toFleetRecord), total };
}

export async function itemsOfFleet(db: Db, fleetId: string): Promise<readonly FleetItemRecord[]> {
  const rows = await db.fleetItem.findMany({ where: { fleetId }, orderBy: { position: "asc" } });
  return rows.map(toItemRecord);
}

export async function countsOfFleets(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, ItemCounts>> {
  const groups = await db.fleetItem.groupBy({
    by: ["fleetId", "state"],
    where: { fleetId: { in: [...ids] } },
    _count: { _all: true },
  });
  const empty = countItems([]);
  const counts = new Map<string, ItemCounts>(ids.map((id) => [id, empty]));
  for (const { fleetId, state, _count } of groups) {
    const known = itemStates.find((item) => item === state);
    if (known) counts.set(fleetId, { ...(counts.get(fleetId) ?? empty), [known]: _count._all });
  }
  return counts;
}

export type Start = Omit<FleetApplyInput, "plan_hash"> & {
  readonly fleetId: string;
  /** Of each workspace that will be touched. */
  readonly stages: readonly { readonly position: number; readonly stage: number }[];
  readonly now: Date;
};

/** Makes a rollout of a plan and takes its workspaces. Null: the plan is none any more. Fails where a workspace is taken by another one. */
export async function startFleet(db: Db, start: Start): Promise<FleetRecord | null> {
  const { fleetId, batch, max_unavailable: maxUnavailable, max_failures: maxFailures, apply, stages, now } = start;
  const [rows] = await db.$transaction([
    db.fleet.updateManyAndReturn({
      where: { id: fleetId, state: "planned" },
      data: { state: "running", startedAt: now, apply, batch, maxUnavailable, maxFailures },
    }),
    db.$executeRaw`
      UPDATE "FleetItem" i SET "stage" = s."stage", "liveKey" = i."workspaceId"
      FROM unnest(${stages.map(({ position }) => position)}::int[], ${stages.map(({ stage }) => stage)}::int[])
        AS s("position", "stage")
      WHERE i."fleetId" = ${fleetId} AND i."position" = s."position" AND i."state" = 'waiting'
        AND EXISTS (SELECT 1 FROM "Fleet" WHERE "id" = ${fleetId} AND "state" = 'running' AND "startedAt" = ${now})`,
  ]);
  const [row] = rows;
  return row ? toFleetRecord(row) : null;
}

/** Names of the workspaces of a plan that another rollout has not ended with. */
export async function takenNames(db: Db, fleetId: string): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ readonly name: string }[]>`
    SELECT i."name" FROM "FleetItem" i JOIN "FleetItem" o ON o."liveKey" = i."workspaceId" AND o."fleetId" <> i."fleetId"
    WHERE i."fleetId" = ${fleetId} AND i."state" = 'waiting' ORDER BY i."position"`;
  return rows.map(({ name }) => name);
}

export type Steering = {
  readonly from: readonly FleetState[];
  readonly to: FleetState;
  readonly reason: Sayable | null;
  /** The failures so far are known to whoever resumed it. */
  readonly forgiven?: number;
};

/** Moves a rollout to another state. Null: it is in none of `from`. */
export async function steerFleetRecord(db: Db, id: string, steering: Steering): Promise<FleetRecord | null> {
  const { from, to, reason, forgiven } = steering;
  const [row] = await db.fleet.updateManyAndReturn({
    where: { id, state: { in: [...from] } },
    data: {
      state: to,
      reason: reason ? plainSayable(reason) : Prisma.DbNull,
      ...(forgiven === undefined ? {} : { forgiven }),
    },
  });
  return row ? toFleetRecord(row) : null;
}

/** Those whose turn will never come; gives their workspaces free. Returns them. */
export async function leaveOut(
  db: Db,
  fleetId: string,
  reason: Reason,
  now: Date,
): Promise<readonly FleetItemRecord[]> {
  const rows = await db.fleetItem.updateManyAndReturn({
    where: { fleetId, state: "waiting" satisfies ItemState },
    data: { state: "skipped", reasons: [plainReason(reason)], liveKey: null, finishedAt: now },
  });
  return rows.map(toItemRecord);
}
