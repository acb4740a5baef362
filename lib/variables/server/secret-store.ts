import { isRecordMissing, isUniqueViolation, type Db } from "@/lib/server/db";
import { newId } from "@/lib/server/ids";

/** A secret of a workspace as stored; `value` is sealed. */
export type SecretRecord = {
  readonly name: string;
  readonly shared: boolean;
  readonly updatedAt: Date;
  readonly updatedBy: string;
};

export type SecretOfCluster = {
  readonly name: string;
  /** Sealed. */
  readonly value: string;
  /** Name of the workspace. */
  readonly workspace: string;
  readonly shared: boolean;
};

export const sharedKeyOf = (clusterId: string, name: string): string => `${clusterId}/${name}`;

/** Of live workspaces: those that are offered, and those of one workspace, or of all when it is null. */
export async function listSecretsOfCluster(
  db: Db,
  clusterId: string,
  workspace: string | null,
): Promise<readonly SecretOfCluster[]> {
  return await db.$queryRaw<SecretOfCluster[]>`
    SELECT s."name", s."value", w."name" AS "workspace", s."sharedKey" IS NOT NULL AS "shared"
    FROM "WorkspaceSecret" s JOIN "Workspace" w ON w."id" = s."workspaceId"
    WHERE w."clusterId" = ${clusterId} AND w."deletedAt" IS NULL AND w."desired" <> 'absent'
      AND (s."sharedKey" IS NOT NULL OR ${workspace}::text IS NULL OR w."name" = ${workspace}::text)
    ORDER BY s."name", w."name"`;
}

/** Those that are offered to all of a cluster, with whom to ask. */
export async function listOffered(
  db: Db,
  clusterId: string,
): Promise<readonly { readonly name: string; readonly workspace: string; readonly owner: string }[]> {
  const rows = await db.workspaceSecret.findMany({
    where: { sharedKey: { not: null }, workspace: { clusterId, deletedAt: null, desired: { not: "absent" } } },
    orderBy: { name: "asc" },
    select: { name: true, workspace: { select: { name: true, owner: { select: { email: true } } } } },
  });
  return rows.map(({ name, workspace }) => ({ name, workspace: workspace.name, owner: workspace.owner.email }));
}

export async function listSecretRecords(db: Db, workspaceId: string): Promise<readonly SecretRecord[]> {
  const rows = await db.workspaceSecret.findMany({ where: { workspaceId }, orderBy: { name: "asc" } });
  return rows.map(({ name, sharedKey, updatedAt, updatedBy }) => ({
    name,
    shared: sharedKey !== null,
    updatedAt,
    updatedBy,
  }));
}

export type SecretWrite = {
  readonly workspaceId: string;
  readonly name: string;
  /** Sealed; undefined: stays. */
  readonly value: string | undefined;
  /** Null: offered to nobody; undefined: stays. */
  readonly sharedKey: string | null | undefined;
  readonly by: string;
  readonly at: Date;
  /** For the workspace's activity, one entry each. */
  readonly deeds: readonly string[];
};

/**
 * With its entry in the activity, all or nothing. `taken`: another live workspace offers one of that name; a deleted one loses its offer.
 * `missing`: it is new and has no value.
 */
export async function writeSecret(db: Db, write: SecretWrite): Promise<"done" | "taken" | "missing"> {
  const { workspaceId, name, value, sharedKey, by, at, deeds } = write;
  const where = { workspaceId_name: { workspaceId, name } };
  const changed = {
    ...(sharedKey === undefined ? {} : { sharedKey }),
    ...(value === undefined ? {} : { value, updatedAt: at, updatedBy: by }),
  };
  try {
    await db.$transaction([
      db.workspaceSecret.updateMany({
        where: { sharedKey: sharedKey ?? "", workspace: { OR: [{ deletedAt: { not: null } }, { desired: "absent" }] } },
        data: { sharedKey: null },
      }),
      value === undefined
        ? db.workspaceSecret.update({ where, data: changed, select: { id: true } })
        : db.workspaceSecret.upsert({
            where,
            create: {
              id: newId(),
              workspaceId,
              name,
              value,
              sharedKey: sharedKey ?? null,
              updatedAt: at,
              updatedBy: by,
            },
            update: changed,
            select: { id: true },
          }),
      db.activity.createMany({
        data: deeds.map((message) => ({ workspaceId, at, actor: by, kind: "secret", message })),
      }),
    ]);
    return "done";
  } catch (error) {
    if (isUniqueViolation(error)) return "taken";
    if (isRecordMissing(error)) return "missing";
    throw error;
  }
}

/** False: there was none of that name. */
export async function removeSecret(
  db: Db,
  { workspaceId, name, by, at, deed }: { workspaceId: string; name: string; by: string; at: Date; deed: string },
): Promise<boolean> {
  try {
    await db.$transaction([
      db.workspaceSecret.delete({ where: { workspaceId_name: { workspaceId, name } }, select: { id: true } }),
      db.activity.create({
        data: { workspaceId, at, actor: by, kind: "secret", message: deed },
        select: { id: true },
      }),
    ]);
    return true;
  } catch (error) {
    if (isRecordMissing(error)) return false;
    throw error;
  }
}
