import type { Db } from "@/lib/server/db";
import { isObject } from "@/lib/shared/json";
import { isText, type Sayable } from "@/lib/i18n/text";
import { evidenceSources, evidenceStates, type Evidence, type EvidenceSource, type EvidenceState } from "../decide";

export type Use = {
  readonly workspaceId: string;
  readonly source: EvidenceSource;
  readonly state: EvidenceState;
  readonly at: Date | null;
  readonly reason?: Sayable | null;
};

/**
 * Keeps what was seen, and the latest use with the workspace itself. A workspace that has been warned is looked at again at once: it is not to
 * be stopped while somebody uses it.
 */
export async function keepUse(db: Db, uses: readonly Use[], now: Date): Promise<void> {
  const column = (read: (use: Use) => string | null) => uses.map(read);
  await db.$executeRaw`
    WITH given AS (
      SELECT g.* FROM unnest(
        ${column((use) => use.workspaceId)}::text[], ${column((use) => use.source)}::text[], ${column((use) => use.state)}::text[],
        ${column((use) => use.at?.toISOString() ?? null)}::timestamptz[],
        ${column((use) => (use.reason ? JSON.stringify(use.reason) : null))}::jsonb[]
      ) AS g("id", "source", "state", "at", "reason")
      JOIN "Workspace" w ON w."id" = g."id"
    ), kept AS (
      INSERT INTO "ActivityEvidence" ("workspaceId", "source", "state", "at", "seenAt", "reason")
      SELECT "id", "source", "state", "at", ${now}::timestamptz, "reason" FROM given
      ON CONFLICT ("workspaceId", "source") DO UPDATE SET "state" = EXCLUDED."state", "seenAt" = EXCLUDED."seenAt",
        "reason" = EXCLUDED."reason", "at" = GREATEST("ActivityEvidence"."at", EXCLUDED."at")
    ), latest AS (
      SELECT "id", max("at") AS "at" FROM given GROUP BY "id"
    )
    UPDATE "Workspace" w SET "lastActivityAt" = GREATEST(w."lastActivityAt", latest."at"),
      "idleCheckAt" = CASE WHEN w."idleWarnedAt" IS NULL THEN w."idleCheckAt" ELSE LEAST(w."idleCheckAt", ${now}::timestamptz) END
    FROM latest WHERE w."id" = latest."id" AND latest."at" IS NOT NULL`;
}

export type EvidenceRow = {
  readonly source: string;
  readonly state: string;
  readonly at: Date | null;
  readonly seenAt: Date;
  readonly reason: unknown;
};

/** A source or a state that another version of the portal wrote counts as nothing, or as unknown. */
export function toEvidence(rows: readonly EvidenceRow[]): readonly Evidence[] {
  return rows.flatMap(({ source: name, state, at, seenAt, reason }): Evidence[] => {
    const source = evidenceSources.find((known) => known === name);
    if (!source) return [];
    const known = evidenceStates.find((entry) => entry === state) ?? "unknown";
    return [{ source, state: known, at, seenAt, reason: toReason(reason) }];
  });
}

function toReason(value: unknown): Sayable | null {
  if (!isObject(value) || typeof value.message !== "string") return null;
  return { message: value.message, ...(isText(value.text) ? { text: value.text } : {}) };
}

export async function findEvidence(db: Db, workspaceId: string): Promise<readonly Evidence[]> {
  return toEvidence(await db.activityEvidence.findMany({ where: { workspaceId } }));
}
