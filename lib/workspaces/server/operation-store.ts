import type { Db } from "@/lib/server/db";
import type { OperationError, OperationRecord } from "../record";
import { toOperationRecord } from "./rows";

export async function findOperation(db: Db, id: string): Promise<OperationRecord | null> {
  const row = await db.operation.findUnique({ where: { id } });
  return row && toOperationRecord(row);
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
  await db.activity.create({
    data: { workspaceId, at, actor: by, kind: `${kind}.cancelled`, message: `cancelled the ${kind}` },
  });
  return toOperationRecord(row);
}
