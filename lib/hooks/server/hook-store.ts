import type { Db } from "@/lib/server/db";
import type { WorkspaceRecord } from "@/lib/workspaces/record";
import { toWorkspaceRecord } from "@/lib/workspaces/server/rows";

const most = 50;

/**
 * Workspaces that are ready and whose present start nobody has taken yet: each is given to one caller only, on whichever replica. A start is
 * known by the second in which its container or process began.
 */
export async function takeStarted(db: Db): Promise<readonly WorkspaceRecord[]> {
  const taken = await db.$queryRaw<{ id: string }[]>`
    UPDATE "Workspace" SET "postStartFor" = floor(extract(epoch FROM "startedAt"))::bigint::text
    WHERE "id" IN (
      SELECT w."id" FROM "Workspace" w
      WHERE w."postStart" IS NOT NULL AND w."deletedAt" IS NULL AND w."desired" = 'running' AND w."phase" = 'running' AND w."ready"
        AND w."startedAt" IS NOT NULL
        AND w."postStartFor" IS DISTINCT FROM floor(extract(epoch FROM w."startedAt"))::bigint::text
      LIMIT ${most} FOR UPDATE OF w SKIP LOCKED
    ) RETURNING "id"`;
  if (taken.length === 0) return [];
  const rows = await db.workspace.findMany({
    where: { id: { in: taken.map(({ id }) => id) } },
    include: { owner: { select: { email: true } } },
  });
  return rows.map((row) => toWorkspaceRecord(row, row.owner.email));
}
