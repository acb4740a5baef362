import type { Db } from "@/lib/server/db";
import { Prisma } from "@/lib/server/generated/prisma/client";
import { isObject } from "@/lib/shared/json";
import type { Detail } from "../detail";
import { shownColumns } from "./list-store";
import { readOperationJson, toWorkspaceRecord, type OperationJson, type WorkspaceRow } from "./rows";

type Row = Omit<WorkspaceRow, "inherited"> & {
  readonly ownerEmail: string;
  readonly document: unknown;
  readonly documentYaml: string;
  readonly operation: OperationJson | null;
};

/** Live workspaces of that name with newest document and current operation, in one statement; on one cluster when it is given. */
export async function findDetails(db: Db, name: string, clusterId: string | null): Promise<readonly Detail[]> {
  const where = clusterId === null ? Prisma.empty : Prisma.sql`AND w."clusterId" = ${clusterId}`;
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${shownColumns}, u."email" AS "ownerEmail", r."document", r."documentYaml",
      (SELECT to_jsonb(o) FROM "Operation" o WHERE o."workspaceId" = w."id" AND o."state" IN ('queued', 'running')
        ORDER BY o."createdAt" DESC LIMIT 1) AS "operation"
    FROM "Workspace" w
    JOIN "User" u ON u."id" = w."ownerId"
    JOIN "Revision" r ON r."workspaceId" = w."id" AND r."number" = w."revision"
    WHERE w."name" = ${name} AND w."deletedAt" IS NULL ${where} LIMIT 20`;
  return rows.map((row) => ({
    workspace: toWorkspaceRecord({ ...row, inherited: null }, row.ownerEmail),
    revision: { document: isObject(row.document) ? row.document : {}, documentYaml: row.documentYaml },
    operation: row.operation && readOperationJson(row.operation),
  }));
}
