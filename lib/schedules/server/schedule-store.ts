import type { Db } from "@/lib/server/db";
import { Prisma } from "@/lib/server/generated/prisma/client";
import type { WorkspaceRecord } from "@/lib/workspaces/record";
import { toWorkspaceRecord } from "@/lib/workspaces/server/rows";

export type Scheduled = { readonly workspace: WorkspaceRecord; readonly nextAt: Date | null };

const most = 500;
const included = { owner: { select: { email: true } } } as const;

/** Workspaces whose schedule names a time that has come, or whose next time nobody has reckoned yet. */
export async function listScheduled(db: Db, now: Date): Promise<readonly Scheduled[]> {
  const rows = await db.workspace.findMany({
    where: {
      deletedAt: null,
      desired: { not: "absent" },
      OR: [{ scheduleNextAt: { lte: now } }, { scheduleNextAt: null, schedule: { not: Prisma.DbNull } }],
    },
    include: included,
    orderBy: { scheduleNextAt: "asc" },
    take: most,
  });
  return rows.map((row) => ({ workspace: toWorkspaceRecord(row, row.owner.email), nextAt: row.scheduleNextAt }));
}

/** Compare and set: false when another replica came first. */
export async function moveNext(db: Db, id: string, from: Date | null, to: Date): Promise<boolean> {
  const { count } = await db.workspace.updateMany({
    where: { id, scheduleNextAt: from },
    data: { scheduleNextAt: to },
  });
  return count > 0;
}

/** Those that run although their time is over. */
export async function listExpired(db: Db, now: Date): Promise<readonly WorkspaceRecord[]> {
  const rows = await db.workspace.findMany({
    where: { deletedAt: null, desired: "running", expiresAt: { lte: now } },
    include: included,
    take: most,
  });
  return rows.map((row) => toWorkspaceRecord(row, row.owner.email));
}
