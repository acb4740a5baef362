import type { WorkspaceFilter } from "@/lib/access/can";
import type { Db } from "@/lib/server/db";
import { Prisma } from "@/lib/server/generated/prisma/client";
import type { Phase } from "../phase";
import type { WorkspaceRecord } from "../record";
import { readWorkspaceJson, toWorkspaceRecord, type WorkspaceJson } from "./rows";

export const sortKeys = ["name", "created_at", "last_activity_at", "phase"] as const;
export type SortKey = (typeof sortKeys)[number];

export type ListQuery = {
  readonly visible: WorkspaceFilter;
  /** In name, owner, description or labels; any case. */
  readonly search: string | null;
  readonly phases: readonly Phase[];
  readonly clusterId: string | null;
  readonly owner: string | null;
  readonly label: { readonly key: string; readonly value: string | null } | null;
  readonly sort: SortKey;
  readonly order: "asc" | "desc";
  readonly limit: number;
  readonly offset: number;
  /** Where the page before ended. */
  readonly after: Place | null;
};

/** The sort value as text, and the id that decides between equals. */
export type Place = { readonly value: string; readonly id: string };

export type ListPage = {
  readonly items: readonly WorkspaceRecord[];
  readonly total: number;
  readonly end: Place | null;
};

/** `text`: how the value is written into a cursor; `cast`: how it is read again. */
const sorts: Readonly<Record<SortKey, { readonly key: Prisma.Sql; readonly cast: Prisma.Sql }>> = {
  name: { key: Prisma.sql`w."name"`, cast: Prisma.sql`text` },
  created_at: { key: Prisma.sql`w."createdAt"`, cast: Prisma.sql`timestamptz` },
  last_activity_at: {
    key: Prisma.sql`coalesce(w."lastActivityAt", 'epoch'::timestamptz)`,
    cast: Prisma.sql`timestamptz`,
  },
  phase: { key: Prisma.sql`w."phase"`, cast: Prisma.sql`text` },
};

/** All of WorkspaceRow (of the table as `w`) but the sealed `inherited`, which is long and which nobody is shown. */
export const shownColumns = Prisma.sql`w."id", w."name", w."clusterId", w."ownerId", w."description", w."labels", w."template", w."templateVersion", w."templateOutdated", w."namespace", w."port",
  w."viewersMayOpen", w."names", w."desired", w."revision", w."appliedRevision", w."restartCount", w."deleteStorage", w."waitingInherited", w."settingsChanged", w."drift",
  w."phase", w."cause", w."ready", w."restarts", w."image", w."cpu", w."memory", w."startedAt", w."lastActivityAt", w."idlePolicy",
  w."idleStopsAt", w."idleWarnedAt", w."keepUntil", w."schedule", w."expiresAt", w."postStart", w."createdAt", w."updatedAt"`;

/** The costly comparisons last and only where there is something to compare: ILIKE and reading JSON as text take most of a search's time. */
function searchCondition(search: string): Prisma.Sql {
  const like = `%${search.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return Prisma.sql`(w."name" LIKE ${like.toLowerCase()}
    OR w."ownerId" IN (SELECT "id" FROM "User" WHERE "email" ILIKE ${like})
    OR (w."description" <> '' AND w."description" ILIKE ${like})
    OR (w."labels" <> '{}'::jsonb AND w."labels"::text ILIKE ${like}))`;
}

function conditions(query: ListQuery): Prisma.Sql {
  const { visible, search, phases, clusterId, owner, label } = query;
  const parts = [Prisma.sql`w."deletedAt" IS NULL`];
  if (!visible.all)
    parts.push(Prisma.sql`(w."ownerId" = ${visible.ownerId} OR w."id" = ANY(${[...visible.ids]}::text[]))`);
  if (visible.within !== null) parts.push(Prisma.sql`w."id" = ANY(${[...visible.within]}::text[])`);
  if (phases.length > 0) parts.push(Prisma.sql`w."phase" = ANY(${[...phases]}::text[])`);
  if (clusterId !== null) parts.push(Prisma.sql`w."clusterId" = ${clusterId}`);
  if (owner !== null) parts.push(Prisma.sql`w."ownerId" IN (SELECT "id" FROM "User" WHERE "email" = ${owner})`);
  if (label && label.value === null) parts.push(Prisma.sql`jsonb_exists(w."labels", ${label.key})`);
  if (label && label.value !== null) parts.push(Prisma.sql`w."labels" ->> ${label.key} = ${label.value}`);
  if (search !== null) parts.push(searchCondition(search));
  return Prisma.join(parts, " AND ");
}

type Shown = Omit<WorkspaceJson, "inherited"> & { readonly ownerEmail: string; readonly sortValue: string };
type Answer = { readonly total: number; readonly items: readonly Shown[] };

/**
 * One page and the number of all, in one statement. A search looks at every row: its hits are kept, so that it does so once; without one the
 * page comes from an index. The page comes as one JSON value: to take fifty columns of each row from the protocol one by one costs more than
 * everything else.
 */
export async function listWorkspaceRecords(db: Db, query: ListQuery): Promise<ListPage> {
  const { key, cast } = sorts[query.sort];
  const direction = query.order === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const beyond = query.order === "asc" ? Prisma.sql`>` : Prisma.sql`<`;
  const { after } = query;
  const from = after
    ? Prisma.sql`WHERE (h."sortKey", h."id") ${beyond} (${after.value}::${cast}, ${after.id})`
    : Prisma.empty;
  const kept = query.search === null ? Prisma.sql`NOT MATERIALIZED` : Prisma.sql`MATERIALIZED`;
  const rows = await db.$queryRaw<Answer[]>`
    WITH hits AS ${kept} (SELECT w."id", ${key} AS "sortKey" FROM "Workspace" w WHERE ${conditions(query)}),
    page AS (
      SELECT h."id", h."sortKey" FROM hits h ${from}
      ORDER BY h."sortKey" ${direction}, h."id" ${direction} LIMIT ${query.limit + 1} OFFSET ${query.offset}
    ), shown AS (
      SELECT ${shownColumns}, u."email" AS "ownerEmail", p."sortKey"::text AS "sortValue"
      FROM page p JOIN "Workspace" w ON w."id" = p."id" JOIN "User" u ON u."id" = w."ownerId"
      ORDER BY p."sortKey" ${direction}, p."id" ${direction}
    )
    SELECT (SELECT count(*)::int FROM hits) AS "total", (SELECT coalesce(json_agg(s), '[]') FROM shown s) AS "items"`;
  const { total, items } = rows[0] ?? { total: 0, items: [] };
  const page = items.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map((item) => toWorkspaceRecord(readWorkspaceJson({ ...item, inherited: null }), item.ownerEmail)),
    total,
    end: items.length > query.limit && last ? { value: last.sortValue, id: last.id } : null,
  };
}
