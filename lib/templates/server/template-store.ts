import { isUniqueViolation, type Db } from "@/lib/server/db";

export type StoredVersion = {
  readonly name: string;
  readonly number: number;
  /** YAML as its author wrote it. */
  readonly text: string;
  readonly authorEmail: string;
  readonly message: string;
  readonly createdAt: Date;
};

/** What holds for all versions of a template. */
export type TemplateState = {
  readonly hidden: boolean;
  readonly deprecated: boolean;
  /** The template to use in place of a deprecated one. */
  readonly redirect: string | null;
  /** Versions up to this number were deleted: they stay for what was made from them. */
  readonly deletedThrough: number;
};

const offered: TemplateState = { hidden: false, deprecated: false, redirect: null, deletedThrough: 0 };

export const findStored = (db: Db, name: string, number: number): Promise<StoredVersion | null> =>
  db.templateVersion.findUnique({ where: { name_number: { name, number } } });

/** Newest first, deleted ones too. */
export const listStored = (db: Db, name: string): Promise<readonly StoredVersion[]> =>
  db.templateVersion.findMany({ where: { name }, orderBy: { number: "desc" } });

export const newestStored = (db: Db, name: string): Promise<StoredVersion | null> =>
  db.templateVersion.findFirst({ where: { name }, orderBy: { number: "desc" } });

/** The newest version of each name, deleted ones too. */
export const listNewestStored = (db: Db): Promise<readonly StoredVersion[]> =>
  db.templateVersion.findMany({ distinct: ["name"], orderBy: [{ name: "asc" }, { number: "desc" }] });

/** False: there is a version of that number already. */
export async function insertStored(db: Db, version: StoredVersion): Promise<boolean> {
  try {
    await db.templateVersion.create({ data: version, select: { number: true } });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

export async function findState(db: Db, name: string): Promise<TemplateState> {
  return (await db.templateState.findUnique({ where: { name } })) ?? offered;
}

export async function listStates(db: Db): Promise<(name: string) => TemplateState> {
  const rows = await db.templateState.findMany();
  const states = new Map(rows.map((row) => [row.name, row]));
  return (name) => states.get(name) ?? offered;
}

/** What is not given stays. */
export async function saveState(db: Db, name: string, state: Partial<TemplateState>): Promise<void> {
  await db.templateState.upsert({ where: { name }, create: { name, ...state }, update: state, select: { name: true } });
}
