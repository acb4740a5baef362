import { isUniqueViolation, type Db } from "@/lib/server/db";

/** A kind of policy has versions of its own; the newest is in force. */
export type PolicyKind = "workspace";

export type PolicyVersion = {
  readonly number: number;
  /** YAML as its author wrote it. */
  readonly text: string;
  readonly authorEmail: string;
  readonly message: string;
  readonly createdAt: Date;
};

const columns = { number: true, text: true, authorEmail: true, message: true, createdAt: true } as const;

export const newestVersion = (db: Db, kind: PolicyKind): Promise<PolicyVersion | null> =>
  db.policyVersion.findFirst({ where: { kind }, orderBy: { number: "desc" }, select: columns });

export const findVersion = (db: Db, kind: PolicyKind, number: number): Promise<PolicyVersion | null> =>
  db.policyVersion.findUnique({ where: { kind_number: { kind, number } }, select: columns });

/** Newest first, without their texts. */
export const listVersions = (db: Db, kind: PolicyKind): Promise<readonly Omit<PolicyVersion, "text">[]> =>
  db.policyVersion.findMany({
    where: { kind },
    orderBy: { number: "desc" },
    select: { number: true, authorEmail: true, message: true, createdAt: true },
  });

/** False: there is a version of that number already. */
export async function insertVersion(db: Db, kind: PolicyKind, version: PolicyVersion): Promise<boolean> {
  try {
    await db.policyVersion.create({ data: { kind, ...version }, select: { number: true } });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}
