import type { Db } from "@/lib/server/db";
import type { Sayable } from "@/lib/i18n/text";
import { isObject } from "@/lib/shared/json";
import type { OperationRecord } from "@/lib/workspaces/record";
import { readOperationJson, type OperationJson } from "@/lib/workspaces/server/rows";
import type { Reason } from "../dto";
import type { FleetItemRecord, FleetRecord } from "../record";
import type { FleetState, ItemState } from "../rollout";
import { plainSayable } from "./store";
import { toFleetRecord, toItemRecord, type FleetItemRow, type FleetRow } from "./rows";

export type Lease = { readonly owner: string; readonly now: Date; readonly until: Date };

/** Rollouts with something to do that no other replica works on. */
export async function listDue(db: Db, { owner, now }: Omit<Lease, "until">): Promise<readonly string[]> {
  const rows = await db.fleet.findMany({
    where: {
      finishedAt: null,
      AND: [
        { OR: [{ leaseOwner: null }, { leaseOwner: owner }, { leaseUntil: { lt: now } }] },
        {
          OR: [{ state: { in: ["running", "stopped"] } }, { state: "paused", items: { some: { state: "working" } } }],
        },
      ],
    },
    orderBy: { createdAt: "asc" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Takes or keeps the lease (compare and set). Null: another replica has it, or the rollout has ended. */
export async function claimFleet(db: Db, id: string, { owner, now, until }: Lease): Promise<FleetRecord | null> {
  const rows = await db.$queryRaw<FleetRow[]>`
    UPDATE "Fleet" SET "leaseOwner" = ${owner}, "leaseUntil" = ${until}
    WHERE "id" = ${id} AND "finishedAt" IS NULL AND "state" IN ('running', 'paused', 'stopped')
      AND ("leaseOwner" IS NULL OR "leaseOwner" = ${owner} OR "leaseUntil" < ${now})
    RETURNING *`;
  return rows[0] ? toFleetRecord(rows[0]) : null;
}

/** One workspace of the present stage, of those worked on, or of those that failed. */
export type StageItem = FleetItemRecord & {
  /** What was stored for it; null: nothing yet. */
  readonly operation: OperationRecord | null;
  /** Touched, wanted running, not ready. */
  readonly down: boolean;
};

type StageRow = FleetItemRow & { readonly operation: OperationJson | null; readonly down: boolean };

export async function loadStage(db: Db, fleetId: string): Promise<readonly StageItem[]> {
  const rows = await db.$queryRaw<StageRow[]>`
    SELECT i.*, to_jsonb(o) AS "operation",
      (o."id" IS NOT NULL AND w."desired" = 'running' AND w."deletedAt" IS NULL AND NOT w."ready") IS TRUE AS "down"
    FROM "FleetItem" i
    LEFT JOIN "Operation" o ON o."id" = i."operationId"
    LEFT JOIN "Workspace" w ON w."id" = i."workspaceId"
    WHERE i."fleetId" = ${fleetId} AND (i."state" IN ('working', 'failed') OR (i."state" = 'waiting' AND i."stage" = (
      SELECT min("stage") FROM "FleetItem" WHERE "fleetId" = ${fleetId} AND "state" IN ('waiting', 'working'))))
    ORDER BY i."position"`;
  return rows.map((row) => ({
    ...toItemRecord(row),
    operation: isObject(row.operation) ? readOperationJson(row.operation) : null,
    down: row.down,
  }));
}

export type Begun = { readonly position: number; readonly operationId: string };

/**
 * Marks workspaces as being worked on, each with the id that its operation will have, before anything is done: what a killed portal left is
 * found by that id. Only while the rollout runs and the lease is held; the lock keeps a pause from coming between. Returns the positions.
 */
export async function beginItems(
  db: Db,
  fleetId: string,
  begun: readonly Begun[],
  { owner, now }: Omit<Lease, "until">,
): Promise<ReadonlySet<number>> {
  const rows = await db.$queryRaw<{ readonly position: number }[]>`
    WITH held AS (
      SELECT "id" FROM "Fleet" WHERE "id" = ${fleetId} AND "state" = 'running' AND "leaseOwner" = ${owner}
        AND "leaseUntil" >= ${now} FOR UPDATE
    )
    UPDATE "FleetItem" i SET "state" = 'working', "operationId" = b."operationId", "startedAt" = ${now}
    FROM unnest(${begun.map(({ position }) => position)}::int[], ${begun.map(({ operationId }) => operationId)}::text[])
      AS b("position", "operationId")
    WHERE i."fleetId" = ${fleetId} AND i."position" = b."position" AND i."state" = 'waiting' AND EXISTS (SELECT 1 FROM held)
    RETURNING i."position"`;
  return new Set(rows.map(({ position }) => position));
}

export type Settled = {
  readonly state: Extract<ItemState, "waiting" | "working" | "done" | "failed" | "skipped">;
  /** In place of those of the plan. */
  readonly reasons?: readonly Reason[];
};

/** Writes what became of one that was worked on; `waiting` gives it back untouched. Null: the lease is lost, or it was written already. */
export async function settleItem(
  db: Db,
  fleetId: string,
  position: number,
  settled: Settled,
  { owner, now }: Omit<Lease, "until">,
): Promise<FleetItemRecord | null> {
  const { state, reasons = null } = settled;
  const ended = state !== "working" && state !== "waiting";
  const rows = await db.$queryRaw<FleetItemRow[]>`
    UPDATE "FleetItem" SET "state" = ${state}, "reasons" = coalesce(${reasons && JSON.stringify(reasons)}::jsonb, "reasons"),
      "finishedAt" = ${ended ? now : null}::timestamptz,
      "operationId" = CASE WHEN ${state === "waiting"} THEN NULL ELSE "operationId" END,
      "startedAt" = CASE WHEN ${state === "waiting"} THEN NULL ELSE "startedAt" END,
      "liveKey" = CASE WHEN ${ended} THEN NULL ELSE "liveKey" END
    WHERE "fleetId" = ${fleetId} AND "position" = ${position} AND "state" = 'working'
      AND EXISTS (SELECT 1 FROM "Fleet" WHERE "id" = ${fleetId} AND "leaseOwner" = ${owner})
    RETURNING *`;
  return rows[0] ? toItemRecord(rows[0]) : null;
}

/** The rollout itself pauses or stops, for a reason of its own. Null: it does not run any more, or the lease is lost. */
export async function haltFleet(
  db: Db,
  id: string,
  owner: string,
  halt: { readonly state: Extract<FleetState, "paused" | "stopped">; readonly reason: Sayable },
): Promise<FleetRecord | null> {
  const [row] = await db.fleet.updateManyAndReturn({
    where: { id, state: "running", leaseOwner: owner },
    data: { state: halt.state, reason: plainSayable(halt.reason) },
  });
  return row ? toFleetRecord(row) : null;
}

/** Nothing is left to do. `done` or `failed` for one that ran; one that was stopped stays so. */
export async function endFleet(db: Db, fleet: FleetRecord, owner: string, now: Date): Promise<FleetRecord | null> {
  const failed = await db.fleetItem.count({ where: { fleetId: fleet.id, state: "failed" } });
  const state = fleet.state === "stopped" ? "stopped" : failed > 0 ? "failed" : "done";
  const [row] = await db.fleet.updateManyAndReturn({
    where: { id: fleet.id, state: fleet.state, leaseOwner: owner, finishedAt: null },
    data: { state, finishedAt: now, leaseOwner: null, leaseUntil: null },
  });
  return row ? toFleetRecord(row) : null;
}

export const countFailures = (db: Db, fleetId: string): Promise<number> =>
  db.fleetItem.count({ where: { fleetId, state: "failed" } });

export async function renewFleets(db: Db, ids: readonly string[], lease: Omit<Lease, "now">): Promise<void> {
  await db.fleet.updateMany({
    where: { id: { in: [...ids] }, leaseOwner: lease.owner },
    data: { leaseUntil: lease.until },
  });
}

/** Lets other replicas go on at once; without an owner all are given back, for a portal that knows that it is the only one. */
export async function releaseFleets(db: Db, owner?: string): Promise<void> {
  await db.fleet.updateMany({
    where: { leaseOwner: owner ?? { not: null } },
    data: { leaseOwner: null, leaseUntil: null },
  });
}
