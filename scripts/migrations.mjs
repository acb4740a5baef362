// Migrations without Prisma's native engine: its official WebAssembly build over an in-memory PGlite.
//   node scripts/migrations.mjs new <name>   writes prisma/migrations/<time>_<name>/migration.sql when the schema moved
//   node scripts/migrations.mjs check        exit code 2 when prisma/schema.prisma and prisma/migrations disagree
import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import fs from "node:fs";
import path from "node:path";
import { register } from "tsx/esm/api";

register();
const { listMigrations, noFilters, openSchemaEngine, schemaFile } =
  await import("../lib/database/server/schema-engine.ts");
const root = path.resolve(import.meta.dirname, "..");
const folder = path.join(root, "prisma/migrations");

async function diff(script) {
  const database = await PGlite.create("memory://");
  const engine = await openSchemaEngine(new PrismaPGlite(database), root);
  try {
    return await engine.diff({
      from: { tag: "migrations", ...listMigrations(root) },
      to: {
        tag: "schemaDatamodel",
        files: [{ path: schemaFile(root), content: fs.readFileSync(schemaFile(root), "utf8") }],
      },
      script,
      exitCode: true,
      shadowDatabaseUrl: null,
      filters: noFilters,
    });
  } finally {
    engine.free();
    await database.close();
  }
}

async function create(name) {
  if (!/^[a-z][a-z0-9_]*$/.test(name ?? ""))
    throw new Error("Give the migration a name in snake_case: node scripts/migrations.mjs new add_groups");
  const { exitCode, stdout } = await diff(true);
  if (exitCode === 0) return console.log("The migrations already lead to this schema.");
  const time = new Date().toISOString().replace(/[-:T]/g, "").slice(0, 14);
  const target = path.join(folder, `${time}_${name}`);
  fs.mkdirSync(target, { recursive: true });
  fs.writeFileSync(path.join(target, "migration.sql"), stdout);
  console.log(`Wrote ${path.relative(root, target)}/migration.sql`);
}

async function check() {
  const { exitCode, stdout } = await diff(false);
  if (exitCode === 0) return console.log("The migrations lead to the schema.");
  console.error(
    `prisma/schema.prisma and prisma/migrations disagree; run: node scripts/migrations.mjs new <name>\n${stdout}`,
  );
  process.exitCode = 2;
}

const [command, argument] = process.argv.slice(2);
if (command === "new") await create(argument);
else if (command === "check") await check();
else {
  console.error("usage: node scripts/migrations.mjs new <name> | check");
  process.exitCode = 1;
}
