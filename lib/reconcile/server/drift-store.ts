import type { Db } from "@/lib/server/db";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { DriftEntry } from "@/lib/workspaces/drift";
import type { WorkspaceRecord } from "@/lib/workspaces/record";
import { toWorkspaceRecord, type WorkspaceRow } from "@/lib/workspaces/server/rows";

/** What was applied, sealed, and when the operation that applied it ended. */
export type KeptApplied = { readonly objects: string; readonly at: Date };

/** A workspace on which no operation is under way. */
export type Watched = {
  readonly workspace: WorkspaceRecord;
  /** Of the revision in force. */
  readonly document: JsonObject;
  /** Null: not known. */
  readonly applied: KeptApplied | null;
};

type WatchedRow = WorkspaceRow & {
  readonly ownerEmail: string;
  readonly document: unknown;
  readonly objects: string | null;
  readonly at: Date | null;
};

const toWatched = (row: WatchedRow): Watched => ({
  workspace: toWorkspaceRecord(row, row.ownerEmail),
  document: isObject(row.document) ? row.document : {},
  applied: row.objects === null || row.at === null ? null : { objects: row.objects, at: row.at },
});

/** Those of a cluster, `take` at a time, in the order of their ids. */
export async function listWatched(db: Db, clusterId: string, after: string, take: number): Promise<readonly Watched[]> {
  const rows = await db.$queryRaw<WatchedRow[]>`
    SELECT w.*, u."email" AS "ownerEmail", r."document", a."objects", a."at"
    FROM "Workspace" w
    JOIN "User" u ON u."id" = w."ownerId"
    JOIN "Revision" r ON r."workspaceId" = w."id" AND r."number" = w."appliedRevision"
    LEFT JOIN "AppliedObjects" a ON a."workspaceId" = w."id"
    WHERE w."clusterId" = ${clusterId} AND w."deletedAt" IS NULL AND w."id" > ${after} AND NOT EXISTS (
      SELECT 1 FROM "Operation" o WHERE o."workspaceId" = w."id" AND o."state" IN ('queued', 'running'))
    ORDER BY w."id" LIMIT ${take}`;
  return rows.map(toWatched);
}

/**
 * Writes what differs from what was applied at that time; none is NULL. False: an operation began meanwhile, or another one ended, and
 * nothing was written.
 */
export async function saveDrift(db: Db, workspaceId: string, drift: readonly DriftEntry[], at: Date): Promise<boolean> {
  const value: Json = drift.map((entry) => ({ ...entry }));
  const count = await db.$executeRaw`
    UPDATE "Workspace" SET "drift" = ${drift.length === 0 ? null : JSON.stringify(value)}::jsonb
    WHERE "id" = ${workspaceId} AND "deletedAt" IS NULL
      AND NOT EXISTS (SELECT 1 FROM "Operation" WHERE "workspaceId" = ${workspaceId} AND "state" IN ('queued', 'running'))
      AND EXISTS (SELECT 1 FROM "AppliedObjects" WHERE "workspaceId" = ${workspaceId} AND "at" = ${at})`;
  return count > 0;
}

/** Learns what was applied where nobody knew, as long as nobody else does and nothing was asked for meanwhile. */
export async function keepApplied(
  db: Db,
  { id, appliedRevision, desired }: WorkspaceRecord,
  objects: string,
  at: Date,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "AppliedObjects" ("workspaceId", "objects", "at")
    SELECT "id", ${objects}, ${at} FROM "Workspace"
    WHERE "id" = ${id} AND "appliedRevision" = ${appliedRevision} AND "desired" = ${desired} AND "deletedAt" IS NULL
      AND NOT EXISTS (SELECT 1 FROM "Operation" WHERE "workspaceId" = ${id} AND "state" IN ('queued', 'running'))
    ON CONFLICT ("workspaceId") DO NOTHING`;
}
