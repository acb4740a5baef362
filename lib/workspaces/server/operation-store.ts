import type { Db } from "@/lib/server/db";
import { newId } from "@/lib/server/ids";
import type { OperationKind, ProgressStep } from "../dto";
import type { OperationError, OperationRecord } from "../record";
import { toOperationRecord } from "./rows";

export async function findOperation(db: Db, id: string): Promise<OperationRecord | null> {
  const row = await db.operation.findUnique({ where: { id } });
  return row && toOperationRecord(row);
}

export type EndedOperation = {
  readonly id?: string | undefined;
  readonly workspaceId: string;
  readonly kind: OperationKind;
  readonly progress: readonly ProgressStep[];
  /** For the activity. */
  readonly activity: string;
  readonly authorEmail: string;
  readonly now: Date;
};

/** Something that was done at once, kept like any other operation; those under way go on. */
export async function addEndedOperation(db: Db, ended: EndedOperation): Promise<OperationRecord> {
  const { id = newId(), workspaceId, kind, progress, activity, authorEmail, now } = ended;
  const times = { createdAt: now, startedAt: now, finishedAt: now };
  const [row] = await db.$transaction([
    db.operation.create({
      data: { id, workspaceId, kind, state: "done", progress: [...progress], authorEmail, ...times },
    }),
    db.activity.create({
      data: { workspaceId, at: now, actor: authorEmail, kind, message: activity },
      select: { id: true },
    }),
  ]);
  return toOperationRecord(row);
}

/** Ends an unfinished operation as cancelled; null when it has ended meanwhile. */
export async function endOperation(
  db: Db,
  id: string,
  ending: { readonly at: Date; readonly by: string; readonly error: OperationError },
): Promise<OperationRecord | null> {
  const { at, by, error } = ending;
  const rows = await db.operation.updateManyAndReturn({
    where: { id, state: { in: ["queued", "running"] } },
    data: { state: "cancelled", finishedAt: at, error },
  });
  const [row] = rows;
  if (!row) return null;
  const { workspaceId, kind } = row;
  // Broken off anywhere: what is there now is neither the old nor the new.
  await db.appliedObjects.deleteMany({ where: { workspaceId } });
  await db.activity.create({
    data: { workspaceId, at, actor: by, kind: `${kind}.cancelled`, message: `cancelled the ${kind}` },
  });
  return toOperationRecord(row);
}
