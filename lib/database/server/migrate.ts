import { listMigrations, noFilters, openSchemaEngine, type AdapterFactory } from "./schema-engine";

/** Any number that no other program takes on the same database. */
const migrationLock = 7_216_843_510;

/** Applies what is missing of prisma/migrations and returns their names. Idempotent; one caller at a time. */
export async function applyMigrations(factory: AdapterFactory, root: string): Promise<readonly string[]> {
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
