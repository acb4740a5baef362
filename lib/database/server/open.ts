import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import type { Settings } from "@/lib/config/settings";
import type { Db } from "@/lib/server/db";
import { PrismaClient } from "@/lib/server/generated/prisma/client";
import type { Logger } from "@/lib/server/logger";
import { createEmbedded } from "./create-embedded";
import { takeLock } from "./lock";
import { applyMigrations, applyMigrationsAlone } from "./migrate";

export type OpenDatabase = {
  readonly db: Db;
  /** The embedded database, for its upkeep; null on PostgreSQL. */
  readonly embedded: PGlite | null;
  /** Names of the migrations that this start applied. */
  readonly migrations: readonly string[];
  readonly close: () => Promise<void>;
};

type DatabaseSettings = Pick<Settings, "DATABASE_URL" | "BERTH_DATA_DIR">;

/** More would not make one process faster, and 100 is PostgreSQL's own default limit for all replicas together. */
const poolSize = 10;

/**
 * Loads only the driver it needs, opens the database that the settings name and brings it up to date. `root` is the folder with `prisma/` and `node_modules/`. Throws with a
 * text for the person who starts the portal.
 */
export async function openDatabase(settings: DatabaseSettings, log: Logger, root: string): Promise<OpenDatabase> {
  return settings.DATABASE_URL === null
    ? openEmbedded(settings.BERTH_DATA_DIR, root)
    : openPostgres(settings.DATABASE_URL, log, root);
}

async function openEmbedded(dataDirectory: string, root: string): Promise<OpenDatabase> {
  const directory = path.resolve(dataDirectory, "db");
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const release = await takeLock(`${directory}.lock`);
  try {
    await createEmbedded(directory, root);
    const [{ openDurable }, { PrismaPGlite }] = await Promise.all([
      import("./durable-pglite"),
      import("pglite-prisma-adapter"),
    ]);
    const embedded = await openDurable(directory);
    const adapter = new PrismaPGlite(embedded);
    const migrations = await applyMigrations(adapter, root);
    const db = new PrismaClient({ adapter });
    const close = async () => {
      await db.$disconnect();
      await embedded.close();
      await release();
    };
    return { db, embedded, migrations, close };
  } catch (error) {
    await release();
    throw error;
  }
}

async function openPostgres(url: string, log: Logger, root: string): Promise<OpenDatabase> {
  const { PrismaPg } = await import("@prisma/adapter-pg");
  const onPoolError = (error: Error) => log.warn({ reason: error.message }, "a database connection was lost");
  const adapter = new PrismaPg(
    { connectionString: url, max: poolSize, connectionTimeoutMillis: 10_000 },
    { onPoolError },
  );
  const migrations = await applyMigrationsAlone(adapter, root).catch((error: unknown) => {
    const { host, pathname } = new URL(url);
    throw new Error(`The database ${pathname.slice(1)} on ${host} (DATABASE_URL) cannot be used: ${reasonOf(error)}`);
  });
  const db = new PrismaClient({ adapter });
  return { db, embedded: null, migrations, close: () => db.$disconnect() };
}

/** Driver errors wrap the server's own text. It names users and databases, never a password. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (typeof error.cause === "object" && error.cause !== null && "originalMessage" in error.cause)
    return String(error.cause.originalMessage);
  if ("code" in error && error.message === "") return String(error.code);
  return error.message;
}
