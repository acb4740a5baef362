import type { Services } from "@/lib/server/services";
import type { Db } from "@/lib/server/db";
import { publishWorkspace } from "@/lib/workspaces/server/announce";
import { toWorkspaceRecord, type WorkspaceRow } from "@/lib/workspaces/server/rows";

const from = (template: string) => ({ template, deletedAt: null });

/** Live workspaces whose newest document names the template. */
export const countWorkspaces = (db: Db, template: string): Promise<number> =>
  db.workspace.count({ where: from(template) });

export async function someWorkspace(db: Db, template: string): Promise<string | null> {
  return (await db.workspace.findFirst({ where: from(template), select: { name: true } }))?.name ?? null;
}

type Row = WorkspaceRow & { readonly ownerEmail: string };

/** After another version came into force: lists only read a column. No workspace is touched. */
export async function markOutdated(services: Services, template: string, newest: number): Promise<void> {
  const { db, clusters } = services;
  const rows = await db.$queryRaw<Row[]>`
    UPDATE "Workspace" w SET "templateOutdated" = coalesce(w."templateVersion", 1) < ${newest}
    FROM "User" u
    WHERE u."id" = w."ownerId" AND w."template" = ${template} AND w."deletedAt" IS NULL
      AND w."templateOutdated" <> (coalesce(w."templateVersion", 1) < ${newest})
    RETURNING w.*, u."email" AS "ownerEmail"`;
  for (const row of rows) {
    publishWorkspace(services, clusters.get(row.clusterId), toWorkspaceRecord(row, row.ownerEmail));
  }
}
