import { newId } from "@/lib/server/ids";
import type { Db } from "@/lib/server/db";

/** `value` is sealed when `secret`. */
export type VariableRecord = {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly updatedAt: Date;
  /** E-mail; empty: from before this was kept. */
  readonly updatedBy: string;
  readonly shownAt: Date | null;
  readonly shownBy: string | null;
};

const select = {
  name: true,
  value: true,
  secret: true,
  updatedAt: true,
  updatedBy: true,
  shownAt: true,
  shownBy: true,
} as const;

export async function listVariableRecords(db: Db, clusterId: string): Promise<readonly VariableRecord[]> {
  return await db.variable.findMany({ where: { clusterId }, orderBy: { name: "asc" }, select });
}

export type VariableWrites = {
  readonly set: readonly Pick<VariableRecord, "name" | "value" | "secret">[];
  readonly remove: readonly string[];
  readonly by: string;
};

/** All or nothing. A new value was shown to nobody yet. */
export async function writeVariables(db: Db, clusterId: string, { set, remove, by }: VariableWrites): Promise<void> {
  await db.$transaction([
    ...set.map(({ name, value, secret }) =>
      db.variable.upsert({
        where: { clusterId_name: { clusterId, name } },
        create: { id: newId(), clusterId, name, value, secret, updatedBy: by },
        update: { value, secret, updatedBy: by, shownAt: null, shownBy: null },
        select: { id: true },
      }),
    ),
    db.variable.deleteMany({ where: { clusterId, name: { in: [...remove] } } }),
  ]);
}

/** Records who is about to be shown a value. False: there is no such variable. In SQL, because the time of the last change stays as it is. */
export async function markShown(
  db: Db,
  clusterId: string,
  name: string,
  shown: { readonly by: string; readonly at: Date },
): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE "Variable" SET "shownAt" = ${shown.at}, "shownBy" = ${shown.by} WHERE "clusterId" = ${clusterId} AND "name" = ${name}`;
  return count > 0;
}
