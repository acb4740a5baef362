import { say } from "@/lib/i18n/say";
import type { PostStart } from "@/lib/hooks/post-start";
import type { IdlePolicy } from "@/lib/idle/policy";
import type { Schedule } from "@/lib/schedules/schedule";
import { isRecordMissing, isUniqueViolation, type Db } from "@/lib/server/db";
import { newId } from "@/lib/server/ids";
import { isObject, type JsonObject } from "@/lib/shared/json";
import type { OperationKind } from "../dto";
import type { Phase } from "../phase";
import type { Desired, OperationRecord, RevisionRecord, WorkspaceRecord } from "../record";
import { changedColumns } from "./changed-columns";
import { toOperationRecord, toWorkspaceRecord } from "./rows";

const unfinished = ["queued", "running"];
const withOwner = { owner: { select: { email: true } } } as const;

/** Live workspaces of that name; on one cluster when it is given. */
export async function findWorkspaces(
  db: Db,
  name: string,
  clusterId: string | null,
): Promise<readonly WorkspaceRecord[]> {
  const where = { name, deletedAt: null, ...(clusterId === null ? {} : { clusterId }) };
  const rows = await db.workspace.findMany({ where, include: withOwner, take: 20 });
  return rows.map((row) => toWorkspaceRecord(row, row.owner.email));
}

export async function findWorkspaceById(db: Db, id: string): Promise<WorkspaceRecord | null> {
  const row = await db.workspace.findUnique({ where: { id }, include: withOwner });
  return row && toWorkspaceRecord(row, row.owner.email);
}

type RevisionRow = Omit<RevisionRecord, "document"> & { readonly document: unknown };

const toRevision = ({
  number,
  document,
  documentYaml,
  authorEmail,
  message,
  createdAt,
}: RevisionRow): RevisionRecord => ({
  number,
  document: isObject(document) ? document : {},
  documentYaml,
  authorEmail,
  message,
  createdAt,
});

export async function findRevision(db: Db, workspaceId: string, number: number): Promise<RevisionRecord | null> {
  const row = await db.revision.findUnique({ where: { workspaceId_number: { workspaceId, number } } });
  return row && toRevision(row);
}

export async function listRevisionRecords(db: Db, workspaceId: string): Promise<readonly RevisionRecord[]> {
  const rows = await db.revision.findMany({ where: { workspaceId }, orderBy: { number: "desc" } });
  return rows.map(toRevision);
}

/** How many workspaces had this name on the cluster, and whether one of them, live or deleted with its storage kept, has storage of it. */
export async function earlierWorkspaces(
  db: Db,
  clusterId: string,
  name: string,
): Promise<{ readonly count: number; readonly storageTaken: boolean }> {
  const rows = await db.workspace.findMany({
    where: { clusterId, name },
    select: { deletedAt: true, deleteStorage: true },
  });
  return { count: rows.length, storageTaken: rows.some((row) => row.deletedAt === null || !row.deleteStorage) };
}

export type WorkspaceChange = {
  readonly workspace: WorkspaceRecord;
  readonly kind: OperationKind;
  readonly data: {
    readonly desired?: Desired;
    /** Where the wish alone decides it. */
    readonly phase?: Phase;
    readonly revision?: number;
    readonly appliedRevision?: number;
    /** Added to the count. */
    readonly restarts?: number;
    readonly deleteStorage?: boolean;
    readonly inherited?: string;
    readonly waitingInherited?: string | null;
    readonly settingsChanged?: readonly string[];
    readonly description?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly template?: string | null;
    readonly templateVersion?: number | null;
    readonly templateOutdated?: boolean;
    readonly port?: number;
    readonly viewersMayOpen?: boolean;
    readonly cpu?: string | null;
    readonly memory?: string | null;
    readonly idlePolicy?: IdlePolicy | null;
    readonly schedule?: Schedule | null;
    readonly expiresAt?: Date | null;
    readonly postStart?: PostStart | null;
    readonly keepUntil?: Date | null;
  };
  /** Nothing is stored when it is not to run any more: for a stop that nobody asked for. */
  readonly onlyRunning?: boolean;
  /** The same when the workspace was used or kept since: for a stop that the portal decided on. */
  readonly unlessUsed?: Pick<WorkspaceRecord, "lastActivityAt" | "keepUntil">;
  readonly newRevision?: { readonly document: JsonObject; readonly documentYaml: string; readonly message: string };
  readonly authorEmail: string;
  readonly activity: string;
  readonly now: Date;
  /** Of the new operation, where it was decided before; a second change with it stores nothing. */
  readonly operationId?: string | undefined;
};

export type Changed = {
  readonly workspace: WorkspaceRecord;
  readonly operation: OperationRecord;
  /** Operations that this one took the place of. */
  readonly superseded: readonly OperationRecord[];
};

const unusedSince = ({ lastActivityAt, keepUntil }: NonNullable<WorkspaceChange["unlessUsed"]>) => ({
  keepUntil,
  OR: [{ lastActivityAt: null }, ...(lastActivityAt === null ? [] : [{ lastActivityAt: { lte: lastActivityAt } }])],
});

/**
 * Stores a wish: what is wanted, the operation that brings it about, and the end of operations that it supersedes. Null: the workspace has
 * another revision than the caller saw, or is being deleted, and nothing was stored.
 */
export async function changeWorkspace(db: Db, change: WorkspaceChange): Promise<Changed | null> {
  const { workspace, kind, data, newRevision, authorEmail, now, operationId = newId() } = change;
  const { id: workspaceId } = workspace;
  const error = { code: "superseded", ...say("operation/superseded", { by: authorEmail, kind }) };
  try {
    const [superseded, row, operation] = await db.$transaction([
      db.operation.updateManyAndReturn({
        where: { workspaceId, state: { in: unfinished }, kind: { not: "delete" } },
        data: { state: "cancelled", finishedAt: now, error },
      }),
      db.workspace.update({
        where: {
          id: workspaceId,
          revision: workspace.revision,
          desired: change.onlyRunning ? "running" : { not: "absent" },
          deletedAt: null,
          ...(change.unlessUsed ? unusedSince(change.unlessUsed) : {}),
        },
        data: {
          ...changedColumns(data, workspace),
          updatedAt: now,
        },
      }),
      db.operation.create({
        data: { id: operationId, workspaceId, kind, state: "queued", authorEmail, createdAt: now },
      }),
      db.activity.create({
        data: { workspaceId, at: now, actor: authorEmail, kind, message: change.activity },
        select: { id: true },
      }),
      ...(newRevision
        ? [
            db.revision.create({
              data: { workspaceId, number: workspace.revision + 1, ...newRevision, authorEmail, createdAt: now },
              select: { number: true },
            }),
          ]
        : []),
    ]);
    return {
      workspace: toWorkspaceRecord(row, workspace.ownerEmail),
      operation: toOperationRecord(operation),
      superseded: superseded.map(toOperationRecord),
    };
  } catch (failure) {
    if (isRecordMissing(failure) || isUniqueViolation(failure)) return null;
    throw failure;
  }
}
