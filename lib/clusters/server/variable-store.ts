import { newId } from "@/lib/server/ids";
import { isRecordMissing, type Db } from "@/lib/server/db";

/** `value` is sealed when `secret`. */
export type VariableRecord = {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly updatedAt: Date;
};

export async function listVariableRecords(db: Db, clusterId: string): Promise<readonly VariableRecord[]> {
  return await db.variable.findMany({
    where: { clusterId },
    orderBy: { name: "asc" },
    select: { name: true, value: true, secret: true, updatedAt: true },
  });
}

export async function saveVariable(
  db: Db,
  clusterId: string,
  variable: Omit<VariableRecord, "updatedAt">,
): Promise<VariableRecord> {
  const { name, value, secret } = variable;
  return await db.variable.upsert({
    where: { clusterId_name: { clusterId, name } },
    create: { id: newId(), clusterId, name, value, secret },
    update: { value, secret },
    select: { name: true, value: true, secret: true, updatedAt: true },
  });
}

/** False: there was none of that name. */
export async function removeVariable(db: Db, clusterId: string, name: string): Promise<boolean> {
  try {
    await db.variable.delete({ where: { clusterId_name: { clusterId, name } } });
    return true;
  } catch (error) {
    if (isRecordMissing(error)) return false;
    throw error;
  }
}
