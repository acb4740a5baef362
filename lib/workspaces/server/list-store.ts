import type { WorkspaceFilter } from "@/lib/access/can";
import type { Db } from "@/lib/server/db";
import { Prisma } from "@/lib/server/generated/prisma/client";
import type { Phase } from "../phase";
import type { WorkspaceRecord } from "../record";
import { toWorkspaceRecord, type WorkspaceRow } from "./rows";

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

function conditions(query: ListQuery): Prisma.Sql {
  const { visible, search, phases, clusterId, owner, label } = query;
  const parts = [Prisma.sql`w."deletedAt" IS NULL`];
  if (!visible.all)
    parts.push(Prisma.sql`(w."ownerId" = ${visible.ownerId} OR w."id" = ANY(${[...visible.ids]}::text[]))`);
  if (visible.within !== null) parts.push(Prisma.sql`w."id" = ANY(${[...visible.within]}::text[])`);
  if (phases.length > 0) parts.push(Prisma.sql`w."phase" = ANY(${[...phases]}::text[])`);
  if (clusterId !== null) parts.push(Prisma.sql`w."clusterId" = ${clusterId}`);
  if (owner !== null) parts.push(Prisma.sql`u."email" = ${owner}`);
  if (label && label.value === null) parts.push(Prisma.sql`jsonb_exists(w."labels", ${label.key})`);
  if (label && label.value !== null) parts.push(Prisma.sql`w."labels" ->> ${label.key} = ${label.value}`);
  if (search !== null) {
    const like = `%${search.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
    parts.push(
      Prisma.sql`(w."name" ILIKE ${like} OR u."email" ILIKE ${like} OR w."description" ILIKE ${like} OR w."labels"::text ILIKE ${like})`,
    );
  }
  return Prisma.join(parts, " AND ");
}

type Row = WorkspaceRow & { readonly ownerEmail: string; readonly sortValue: string };

/** One page; two statements, whatever the filters. */
export async function listWorkspaceRecords(db: Db, query: ListQuery): Promise<ListPage> {
  const where = conditions(query);
  const { key, cast } = sorts[query.sort];
  const direction = query.order === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const beyond = query.order === "asc" ? Prisma.sql`>` : Prisma.sql`<`;
  const { after } = query;
  const from = after ? Prisma.sql`AND (${key}, w."id") ${beyond} (${after.value}::${cast}, ${after.id})` : Prisma.empty;
  const [counted, rows] = await Promise.all([
    db.$queryRaw<{ readonly total: number }[]>`
      SELECT count(*)::int AS "total" FROM "Workspace" w JOIN "User" u ON u."id" = w."ownerId" WHERE ${where}`,
    db.$queryRaw<Row[]>`
      SELECT w.*, NULL AS "inherited", u."email" AS "ownerEmail", ${key}::text AS "sortValue"
      FROM "Workspace" w JOIN "User" u ON u."id" = w."ownerId"
      WHERE ${where} ${from}
      ORDER BY ${key} ${direction}, w."id" ${direction}
      LIMIT ${query.limit + 1} OFFSET ${query.offset}`,
  ]);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => toWorkspaceRecord(row, row.ownerEmail)),
    total: counted[0]?.total ?? 0,
    end: rows.length > query.limit && last ? { value: last.sortValue, id: last.id } : null,
  };
}
