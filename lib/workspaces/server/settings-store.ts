import type { Db } from "@/lib/server/db";
import { isObject, type JsonObject } from "@/lib/shared/json";
import type { WorkspaceRecord } from "../record";
import { toWorkspaceRecord, type WorkspaceRow } from "./rows";

type Row = WorkspaceRow & { readonly ownerEmail: string; readonly document: unknown };

/** Live workspaces of a cluster with the document in force, in the order of their ids. */
export async function listWithDocuments(
  db: Db,
  clusterId: string,
  after: string,
  take: number,
): Promise<readonly { readonly workspace: WorkspaceRecord; readonly document: JsonObject }[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT w.*, u."email" AS "ownerEmail", r."document"
    FROM "Workspace" w
    JOIN "User" u ON u."id" = w."ownerId"
    JOIN "Revision" r ON r."workspaceId" = w."id" AND r."number" = w."appliedRevision"
    WHERE w."clusterId" = ${clusterId} AND w."deletedAt" IS NULL AND w."id" > ${after}
    ORDER BY w."id" LIMIT ${take}`;
  return rows.map((row) => ({
    workspace: toWorkspaceRecord(row, row.ownerEmail),
    document: isObject(row.document) ? row.document : {},
  }));
}

export async function saveSettingsChanged(db: Db, id: string, names: readonly string[]): Promise<void> {
  await db.workspace.updateMany({ where: { id }, data: { settingsChanged: [...names] } });
}
