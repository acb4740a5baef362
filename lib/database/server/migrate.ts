import { createHash } from "node:crypto";
import { listMigrations, noFilters, openSchemaEngine, type AdapterFactory } from "./schema-engine";

/** Any number that no other program takes on the same database. */
const migrationLock = 7_216_843_510;

/**
 * Whether exactly the migrations of this version are applied, told from Prisma's own table. Most starts end here: the schema engine costs them
 * a quarter of a second and 60 MB that the process keeps. Whatever is not plain (an unfinished or changed one, an older portal) is the engine's.
 */
async function isUpToDate(factory: AdapterFactory, root: string): Promise<boolean> {
  const connection = await factory.connect();
  const query = async (sql: string) => (await connection.queryRaw({ sql, args: [], argTypes: [] })).rows;
  try {
    const [[table] = []] = await query("SELECT to_regclass('_prisma_migrations')::text");
    if (table === null || table === undefined) return false;
    const applied = await query(
      'SELECT "migration_name", "checksum" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL AND "finished_at" IS NOT NULL ORDER BY 1',
    );
    const [[open] = []] = await query(
      'SELECT count(*)::int FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL AND "finished_at" IS NULL',
    );
    const wanted = listMigrations(root).migrationDirectories.map(({ path, migrationFile }) => [
      path,
      createHash("sha256").update(migrationFile.content.value).digest("hex"),
    ]);
    return open === 0 && JSON.stringify(applied) === JSON.stringify(wanted);
  } finally {
    await connection.dispose();
  }
}

/** Applies what is missing of prisma/migrations and returns their names. Idempotent; one caller at a time. */
export async function applyMigrations(factory: AdapterFactory, root: string): Promise<readonly string[]> {
  if (await isUpToDate(factory, root)) return [];
  const engine = await openSchemaEngine(factory, root);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: listMigrations(root),
      filters: noFilters,
    });
    return appliedMigrationNames;
  } finally {
    engine.free();
  }
}

/**
 * The same on a PostgreSQL that several replicas share: whoever comes second waits on an advisory lock, then finds nothing to do. The lock
 * belongs to a transaction, so it ends with a replica that dies.
 */
export async function applyMigrationsAlone(factory: AdapterFactory, root: string): Promise<readonly string[]> {
  if (await isUpToDate(factory, root)) return [];
  const holder = await factory.connect();
  try {
    const transaction = await holder.startTransaction();
    try {
      const sql = `SELECT count(*)::int AS locked FROM pg_advisory_xact_lock(${migrationLock})`;
      await transaction.queryRaw({ sql, args: [], argTypes: [] });
      return await applyMigrations(factory, root);
    } finally {
      await transaction.rollback();
    }
  } finally {
    await holder.dispose();
  }
}
