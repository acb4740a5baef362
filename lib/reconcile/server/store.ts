import type { ObservedStatus } from "@/lib/reconcile/status";
import type { Db } from "@/lib/server/db";
import { isObject, type JsonObject } from "@/lib/shared/json";
import type { OperationState, ProgressStep } from "@/lib/workspaces/dto";
import type { OperationError, OperationRecord, WorkspaceRecord } from "@/lib/workspaces/record";
import type { KeptApplied } from "./drift-store";
import {
  readOperationJson,
  toWorkspaceRecord,
  type OperationJson,
  type WorkspaceRow,
} from "@/lib/workspaces/server/rows";

/** Everything that one pass needs, from one query. */
export type Loaded = {
  readonly workspace: WorkspaceRecord;
  /** The document of the revision that shall run. */
  readonly document: JsonObject;
  /** The newest operation that has not ended. */
  readonly operation: OperationRecord | null;
  /** This replica holds the lease. Always false without an operation: looking needs none. */
  readonly claimed: boolean;
  /** Nobody has worked on the operation before. */
  readonly untouched: boolean;
  /** What was applied last; null while an operation is under way, and where it is not known. */
  readonly applied: KeptApplied | null;
};

export type Lease = { readonly owner: string; readonly now: Date; readonly until: Date };

type LoadedRow = WorkspaceRow & {
  readonly ownerEmail: string;
  readonly document: unknown;
  readonly operation: OperationJson | null;
  readonly claimed: boolean;
  readonly objects: string | null;
  readonly at: Date | null;
};

/**
 * Takes the lease if the workspace has an unfinished operation and nobody else holds it (compare and set in one statement), marks the
 * operation as running, and returns all that the pass needs. Null: there is no such live workspace.
 * The parts of one statement see the same snapshot, so `operation.state` is the state before.
 */
export async function loadAndClaim(db: Db, workspaceId: string, lease: Lease): Promise<Loaded | null> {
  const rows = await db.$queryRaw<LoadedRow[]>`
    WITH claimed AS (
      UPDATE "Workspace" SET "leaseOwner" = ${lease.owner}, "leaseUntil" = ${lease.until}
      WHERE "id" = ${workspaceId}
        AND ("leaseOwner" IS NULL OR "leaseOwner" = ${lease.owner} OR "leaseUntil" < ${lease.now})
        AND EXISTS (SELECT 1 FROM "Operation" WHERE "workspaceId" = ${workspaceId} AND "state" IN ('queued', 'running'))
      RETURNING "id"
    ), started AS (
      UPDATE "Operation" SET "state" = 'running', "startedAt" = ${lease.now}
      WHERE "workspaceId" = ${workspaceId} AND "state" = 'queued' AND EXISTS (SELECT 1 FROM claimed)
      RETURNING "id"
    )
    SELECT w.*, u."email" AS "ownerEmail", r."document", EXISTS (SELECT 1 FROM claimed) AS "claimed",
      (SELECT to_jsonb(o) FROM "Operation" o WHERE o."workspaceId" = w."id" AND o."state" IN ('queued', 'running')
        ORDER BY o."createdAt" DESC LIMIT 1) AS "operation",
      a."objects", a."at"
    FROM "Workspace" w
    JOIN "User" u ON u."id" = w."ownerId"
    JOIN "Revision" r ON r."workspaceId" = w."id" AND r."number" = w."appliedRevision"
    LEFT JOIN "AppliedObjects" a ON a."workspaceId" = w."id" AND NOT EXISTS (
      SELECT 1 FROM "Operation" WHERE "workspaceId" = ${workspaceId} AND "state" IN ('queued', 'running'))
    WHERE w."id" = ${workspaceId} AND w."deletedAt" IS NULL`;
  const row = rows[0];
  if (!row) return null;
  const operation = row.operation && readOperationJson(row.operation);
  const untouched = operation?.state === "queued";
  return {
    workspace: toWorkspaceRecord(row, row.ownerEmail),
    document: isObject(row.document) ? row.document : {},
    operation:
      operation && untouched && row.claimed ? { ...operation, state: "running", startedAt: lease.now } : operation,
    claimed: row.claimed,
    untouched,
    applied: row.objects === null || row.at === null ? null : { objects: row.objects, at: row.at },
  };
}

const isoOrNull = (text: string | null): Date | null => (text === null ? null : new Date(text));

export async function saveStatus(db: Db, workspaceId: string, status: ObservedStatus): Promise<void> {
  await db.$executeRaw`
    UPDATE "Workspace" SET "phase" = ${status.phase}, "cause" = ${jsonOrNull(status.cause)}::jsonb, "ready" = ${status.ready},
      "restarts" = ${status.restarts}, "image" = ${status.image}, "startedAt" = ${isoOrNull(status.startedAt)}
    WHERE "id" = ${workspaceId} AND "deletedAt" IS NULL`;
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

export type Written = {
  readonly status: ObservedStatus;
  readonly operation: {
    readonly id: string;
    readonly state: OperationState;
    readonly progress: readonly ProgressStep[];
    readonly error: OperationError | null;
    readonly attempts: number;
    readonly notBefore: Date | null;
    readonly finishedAt: Date | null;
  };
  /** The workspace is gone from its cluster: its row ends with the operation. */
  readonly deleted: boolean;
  /** With the operation's end: the objects that are there now, sealed. Null: not known, for it was broken off or everything is gone. */
  readonly applied: string | null;
};

/**
 * Writes status and operation together, and gives the lease back when the operation has ended. False: the operation was ended by
 * somebody else meanwhile (superseded, cancelled) or the lease is lost, and nothing was written.
 */
export async function saveProgress(db: Db, workspaceId: string, owner: string, written: Written): Promise<boolean> {
  const { status, operation } = written;
  const ended = operation.finishedAt !== null;
  const deletedAt = written.deleted ? operation.finishedAt : null;
  const count = await db.$executeRaw`
    WITH kept AS (
      UPDATE "Operation" SET "state" = ${operation.state}, "progress" = ${JSON.stringify(operation.progress)}::jsonb,
        "error" = ${jsonOrNull(operation.error)}::jsonb, "attempts" = ${operation.attempts},
        "notBefore" = ${operation.notBefore}, "finishedAt" = ${operation.finishedAt}
      WHERE "id" = ${operation.id} AND "state" IN ('queued', 'running')
        AND EXISTS (SELECT 1 FROM "Workspace" WHERE "id" = ${workspaceId} AND "leaseOwner" = ${owner})
      RETURNING "id"
    ), applied AS (
      INSERT INTO "AppliedObjects" ("workspaceId", "objects", "at")
      SELECT ${workspaceId}, ${written.applied}, ${operation.finishedAt}::timestamptz
      WHERE ${ended && written.applied !== null} AND EXISTS (SELECT 1 FROM kept)
      ON CONFLICT ("workspaceId") DO UPDATE SET "objects" = EXCLUDED."objects", "at" = EXCLUDED."at"
    ), forgotten AS (
      DELETE FROM "AppliedObjects"
      WHERE "workspaceId" = ${workspaceId} AND ${ended && written.applied === null} AND EXISTS (SELECT 1 FROM kept)
    )
    UPDATE "Workspace" SET "phase" = ${status.phase}, "cause" = ${jsonOrNull(status.cause)}::jsonb, "ready" = ${status.ready},
      "restarts" = ${status.restarts}, "image" = ${status.image}, "startedAt" = ${isoOrNull(status.startedAt)},
      "leaseOwner" = CASE WHEN ${ended} THEN NULL ELSE "leaseOwner" END,
      "leaseUntil" = CASE WHEN ${ended} THEN NULL ELSE "leaseUntil" END,
      "drift" = CASE WHEN ${ended} THEN NULL ELSE "drift" END,
      "deletedAt" = ${deletedAt}, "liveKey" = CASE WHEN ${written.deleted} THEN NULL ELSE "liveKey" END
    WHERE "id" = ${workspaceId} AND EXISTS (SELECT 1 FROM kept)`;
  return count > 0;
}

/** Workspaces with an unfinished operation that nobody works on, oldest first. */
export async function listWaiting(db: Db, owner: string, now: Date): Promise<readonly string[]> {
  const rows = await db.workspace.findMany({
    where: {
      OR: [{ leaseOwner: null }, { leaseOwner: owner }, { leaseUntil: { lt: now } }],
      operations: {
        some: { state: { in: ["queued", "running"] }, OR: [{ notBefore: null }, { notBefore: { lte: now } }] },
      },
    },
    orderBy: { updatedAt: "asc" },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Keeps what this replica works on. */
export async function renewLeases(db: Db, ids: readonly string[], lease: Omit<Lease, "now">): Promise<void> {
  await db.workspace.updateMany({
    where: { id: { in: [...ids] }, leaseOwner: lease.owner },
    data: { leaseUntil: lease.until },
  });
}

/** After a kill nobody gave them back: for a portal that knows that it is the only one. */
export async function dropLeases(db: Db): Promise<void> {
  await db.workspace.updateMany({ where: { leaseOwner: { not: null } }, data: { leaseOwner: null, leaseUntil: null } });
}

/** Lets other replicas go on at once. */
export async function releaseLeases(db: Db, owner: string): Promise<void> {
  await db.workspace.updateMany({ where: { leaseOwner: owner }, data: { leaseOwner: null, leaseUntil: null } });
}

/** Live workspaces of a cluster, `take` at a time, in the order of their ids. */
export async function listLive(
  db: Db,
  clusterId: string,
  after: string,
  take: number,
): Promise<readonly { readonly workspace: WorkspaceRecord; readonly operating: boolean }[]> {
  const rows = await db.workspace.findMany({
    where: { clusterId, deletedAt: null, id: { gt: after } },
    orderBy: { id: "asc" },
    take,
    include: {
      owner: { select: { email: true } },
      operations: { where: { state: { in: ["queued", "running"] } }, select: { id: true }, take: 1 },
    },
  });
  return rows.map((row) => ({
    workspace: toWorkspaceRecord(row, row.owner.email),
    operating: row.operations.length > 0,
  }));
}

export async function countByPhase(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db.workspace.groupBy({ by: ["phase"], where: { deletedAt: null }, _count: { _all: true } });
  return new Map(rows.map((row) => [row.phase, row._count._all]));
}

export async function noteActivity(
  db: Db,
  workspaceId: string,
  actor: string,
  kind: string,
  message: string,
): Promise<void> {
  await db.activity.create({ data: { workspaceId, actor, kind, message } });
}

/** Roles die with their workspace (product, section 8). */
export async function removeGrants(db: Db, workspaceId: string): Promise<void> {
  await db.workspaceGrant.deleteMany({ where: { workspaceId } });
}
