import type { Db } from "@/lib/server/db";
import type { ObjectNames } from "@/lib/provisioning/provider";
import { toNames } from "@/lib/workspaces/server/rows";

export type LiveObjects = {
  readonly id: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly names: ObjectNames;
};

/** Names of the objects of a cluster's live workspaces. */
export async function listLiveObjects(db: Db, clusterId: string): Promise<readonly LiveObjects[]> {
  const rows = await db.workspace.findMany({
    where: { clusterId, deletedAt: null },
    select: { id: true, name: true, namespace: true, names: true },
  });
  return rows.map(({ id, name, namespace, names }) => ({ id, name, namespace, names: toNames(names) }));
}

/** How many workspaces that are deleted by now were made from objects of this name. */
export async function countFormer(db: Db, clusterId: string, main: string): Promise<number> {
  return db.workspace.count({
    where: { clusterId, deletedAt: { not: null }, names: { path: ["main"], equals: main } },
  });
}

export async function findOwner(
  db: Db,
  email: string,
): Promise<{ readonly id: string; readonly email: string } | null> {
  return db.user.findFirst({ where: { email, disabledAt: null }, select: { id: true, email: true } });
}
