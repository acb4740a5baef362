import type { Db } from "@/lib/server/db";
import { isObject, type JsonObject } from "@/lib/shared/json";
import type { WorkspaceRecord } from "../record";
import { toWorkspaceRecord, type WorkspaceRow } from "./rows";

type Row = WorkspaceRow & { readonly ownerEmail: string; readonly document: unknown };

const pageSize = 100;

/** Goes through all live workspaces of a cluster, a page at a time. */
export async function forEachWithDocument(
  db: Db,
  clusterId: string,
  signal: AbortSignal | null,
  look: (item: { readonly workspace: WorkspaceRecord; readonly document: JsonObject }) => Promise<void> | void,
): Promise<void> {
  for (let after = "", more = true; more && !signal?.aborted;) {
    const page = await listWithDocuments(db, clusterId, after, pageSize);
    for (const item of page) await look(item);
    after = page.at(-1)?.workspace.id ?? "";
    more = page.length === pageSize;
    // Thousands of workspaces must not hold up requests.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** How many live workspaces of a cluster have another value than the present one, by the variable's name. */
export async function countOutdated(db: Db, clusterId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ readonly name: string; readonly count: number }[]>`
    SELECT v."name", count(*)::int AS "count" FROM "Workspace" w, unnest(w."settingsChanged") AS v("name")
    WHERE w."clusterId" = ${clusterId} AND w."deletedAt" IS NULL GROUP BY 1`;
  return new Map(rows.map(({ name, count }) => [name, count]));
}

/** Live workspaces of a cluster with the document in force, in the order of their ids. */
async function listWithDocuments(
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
  return rows.map(toItem);
}

/** One live workspace with the document in force; null: it is gone. */
export async function findWithDocument(db: Db, id: string): Promise<ReturnType<typeof toItem> | null> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT w.*, u."email" AS "ownerEmail", r."document"
    FROM "Workspace" w
    JOIN "User" u ON u."id" = w."ownerId"
    JOIN "Revision" r ON r."workspaceId" = w."id" AND r."number" = w."appliedRevision"
    WHERE w."id" = ${id} AND w."deletedAt" IS NULL`;
  return rows[0] ? toItem(rows[0]) : null;
}

const toItem = (row: Row) => ({
  workspace: toWorkspaceRecord(row, row.ownerEmail),
  document: isObject(row.document) ? row.document : {},
});

export async function saveSettingsChanged(db: Db, id: string, names: readonly string[]): Promise<void> {
  await db.workspace.updateMany({ where: { id }, data: { settingsChanged: [...names] } });
}
