import type { Db } from "@/lib/server/db";
import type { WorkspaceRecord } from "@/lib/workspaces/record";
import { toWorkspaceRecord } from "@/lib/workspaces/server/rows";
import type { Evidence } from "../decide";
import { toEvidence } from "./evidence-store";

export type Watched = { readonly workspace: WorkspaceRecord; readonly evidence: readonly Evidence[] };

const included = { owner: { select: { email: true } }, evidence: true } as const;

/**
 * Takes the workspaces whose idleness is to be looked at now: running ones with idle stop that no operation works on. Taken ones are left alone
 * by other replicas until `until`; if this one dies they are looked at then.
 */
export async function takeDue(db: Db, now: Date, until: Date, most: number): Promise<readonly Watched[]> {
  const taken = await db.$queryRaw<{ id: string }[]>`
    UPDATE "Workspace" SET "idleCheckAt" = ${until}
    WHERE "id" IN (
      SELECT w."id" FROM "Workspace" w
      WHERE w."idlePolicy" IS NOT NULL AND w."deletedAt" IS NULL AND w."desired" = 'running'
        AND w."phase" IN ('running', 'unhealthy') AND (w."idleCheckAt" IS NULL OR w."idleCheckAt" <= ${now})
        AND NOT EXISTS (SELECT 1 FROM "Operation" o WHERE o."workspaceId" = w."id" AND o."state" IN ('queued', 'running'))
      ORDER BY w."idleCheckAt" NULLS FIRST LIMIT ${most} FOR UPDATE OF w SKIP LOCKED
    ) RETURNING "id"`;
  if (taken.length === 0) return [];
  const rows = await db.workspace.findMany({ where: { id: { in: taken.map(({ id }) => id) } }, include: included });
  return rows.map((row) => ({
    workspace: toWorkspaceRecord(row, row.owner.email),
    evidence: toEvidence(row.evidence),
  }));
}

/** As it is now; null: it is gone. */
export async function findWatched(db: Db, id: string): Promise<Watched | null> {
  const row = await db.workspace.findUnique({ where: { id, deletedAt: null }, include: included });
  return row && { workspace: toWorkspaceRecord(row, row.owner.email), evidence: toEvidence(row.evidence) };
}

export type Decided = {
  readonly id: string;
  readonly stopsAt: Date | null;
  readonly warnedAt: Date | null;
  readonly checkAt: Date;
};

/** One statement for many. */
export async function keepDecisions(db: Db, decided: readonly Decided[]): Promise<void> {
  const times = (read: (entry: Decided) => Date | null) => decided.map((entry) => read(entry)?.toISOString() ?? null);
  await db.$executeRaw`
    UPDATE "Workspace" w SET "idleStopsAt" = d."stopsAt", "idleWarnedAt" = d."warnedAt", "idleCheckAt" = d."checkAt"
    FROM unnest(
      ${decided.map(({ id }) => id)}::text[], ${times(({ stopsAt }) => stopsAt)}::timestamptz[],
      ${times(({ warnedAt }) => warnedAt)}::timestamptz[], ${times(({ checkAt }) => checkAt)}::timestamptz[]
    ) AS d("id", "stopsAt", "warnedAt", "checkAt")
    WHERE w."id" = d."id" AND w."desired" = 'running'`;
}
