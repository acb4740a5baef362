import { say } from "@/lib/i18n/say";
import { isRecordMissing, isUniqueViolation, type Db } from "@/lib/server/db";
import { newId } from "@/lib/server/ids";
import type { OperationRecord, WorkspaceRecord } from "../record";
import { changedColumns } from "./changed-columns";
import { toOperationRecord, toWorkspaceRecord } from "./rows";
import type { WorkspaceChange } from "./store";

export type DeletedRecord = { readonly workspace: WorkspaceRecord; readonly deletedAt: Date };

export type DeletedQuery = {
  /** Deleted since then. */
  readonly since: Date;
  readonly name?: string | undefined;
  readonly clusterId?: string | undefined;
};

/** So many are looked through; who deletes more in two weeks names the one that is meant. */
const most = 1000;

/** Deleted workspaces whose storage was kept, the last one first. */
export async function listDeletedRecords(db: Db, query: DeletedQuery): Promise<readonly DeletedRecord[]> {
  const { since, name, clusterId } = query;
  const rows = await db.workspace.findMany({
    where: {
      deletedAt: { gte: since },
      deleteStorage: false,
      ...(name === undefined ? {} : { name }),
      ...(clusterId === undefined ? {} : { clusterId }),
    },
    orderBy: { deletedAt: "desc" },
    include: { owner: { select: { email: true } } },
    take: most,
  });
  return rows.flatMap((row) =>
    row.deletedAt ? [{ workspace: toWorkspaceRecord(row, row.owner.email), deletedAt: row.deletedAt }] : [],
  );
}

export type Restoring = {
  readonly workspace: WorkspaceRecord;
  readonly data: WorkspaceChange["data"];
  readonly authorEmail: string;
  readonly now: Date;
};

/** The row lives again, with an operation that starts it. Null: its name belongs to another one, or somebody restored it first. */
export async function restoreRecord(
  db: Db,
  { workspace, data, authorEmail, now }: Restoring,
): Promise<{ readonly workspace: WorkspaceRecord; readonly operation: OperationRecord } | null> {
  const { id: workspaceId, clusterId, name } = workspace;
  try {
    const [row, operation] = await db.$transaction([
      db.workspace.update({
        where: { id: workspaceId, deletedAt: { not: null } },
        data: {
          ...changedColumns(data, workspace),
          desired: "running",
          phase: "queued",
          ready: false,
          restarts: 0,
          startedAt: null,
          liveKey: `${clusterId}/${name}`,
          deletedAt: null,
          updatedAt: now,
        },
      }),
      db.operation.create({
        data: { id: newId(), workspaceId, kind: "start", state: "queued", authorEmail, createdAt: now },
      }),
      db.activity.create({
        data: { workspaceId, at: now, actor: authorEmail, kind: "restore", message: say("deed/restored").message },
        select: { id: true },
      }),
    ]);
    return { workspace: toWorkspaceRecord(row, workspace.ownerEmail), operation: toOperationRecord(operation) };
  } catch (error) {
    if (isUniqueViolation(error) || isRecordMissing(error)) return null;
    throw error;
  }
}
