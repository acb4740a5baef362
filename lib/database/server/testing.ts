import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import type { Db } from "@/lib/server/db";
import { PrismaClient } from "@/lib/server/generated/prisma/client";
import { newId } from "@/lib/server/ids";
import { applyMigrations } from "./migrate";
import { PreparingPGlite } from "./preparing-pglite";
import { listMigrations } from "./schema-engine";

export type TestDatabase = {
  readonly db: Db;
  readonly kind: "embedded" | "postgresql";
  readonly close: () => Promise<void>;
};

const root = path.resolve(import.meta.dirname, "../../..");

/** An empty, migrated database of its own: on the server of BERTH_TEST_DATABASE_URL, else in memory. Copies of one template. */
export async function openTestDatabase(): Promise<TestDatabase> {
  // boundary-exception: for tests only, which learn from the environment what is there to test with
  const url = process.env.BERTH_TEST_DATABASE_URL;
  const migrations = createHash("sha256")
    .update(JSON.stringify(listMigrations(root)))
    .digest("hex")
    .slice(0, 16);
  return url
    ? copyOnServer(url, `berth_template_${migrations}`)
    : copyInMemory(path.join(tmpdir(), `berth-template-${migrations}.tar`));
}

async function copyInMemory(template: string): Promise<TestDatabase> {
  if (!existsSync(template)) {
    const made = await PGlite.create("memory://");
    await applyMigrations(new PrismaPGlite(made), root);
    const dump = await made.dumpDataDir("none");
    const draft = `${template}.${newId()}`;
    await writeFile(draft, Buffer.from(await dump.arrayBuffer()));
    await rename(draft, template);
    await made.close();
  }
  const embedded = new PreparingPGlite({ loadDataDir: new Blob([await readFile(template)]) });
  await embedded.waitReady;
  const db = new PrismaClient({ adapter: new PrismaPGlite(embedded) });
  const close = async () => {
    await db.$disconnect();
    await embedded.close();
  };
  return { db, kind: "embedded", close };
}

function onServer(url: string, database: string): string {
  const target = new URL(url);
  target.pathname = `/${database}`;
  return target.href;
}

async function copyOnServer(url: string, template: string): Promise<TestDatabase> {
  const admin = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 2 }) });
  const name = `berth_test_${newId()}`;
  await makeTemplate(admin, url, template);
  await admin.$executeRawUnsafe(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: onServer(url, name), max: 5 }) });
  const close = async () => {
    await db.$disconnect();
    await admin.$executeRawUnsafe(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.$disconnect();
  };
  return { db, kind: "postgresql", close };
}

/** Built under another name and then renamed: test files in parallel see the whole template or none. */
async function makeTemplate(admin: Db, url: string, template: string): Promise<void> {
  const found = await admin.$queryRawUnsafe<unknown[]>(
    "SELECT 1 AS found FROM pg_database WHERE datname = $1",
    template,
  );
  if (found.length > 0) return;
  const draft = `${template}_${newId()}`;
  await admin.$executeRawUnsafe(`CREATE DATABASE ${draft}`);
  await applyMigrations(new PrismaPg({ connectionString: onServer(url, draft), max: 2 }), root);
  await admin.$executeRawUnsafe(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${draft}'`);
  try {
    await admin.$executeRawUnsafe(`ALTER DATABASE ${draft} RENAME TO ${template}`);
  } catch {
    // Another test file was first; its template is as good.
    await admin.$executeRawUnsafe(`DROP DATABASE ${draft} WITH (FORCE)`);
  }
}
