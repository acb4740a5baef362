// Prisma's schema engine as WebAssembly. Also the file that PRISMA_SCHEMA_ENGINE_BINARY names, so that Prisma downloads none.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/** The portal's database has nothing in it that is not ours. */
export const noFilters = { externalTables: [], externalEnums: [] };

export async function loadSchemaEngine() {
  const runtime = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const folder = path.dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const module = await WebAssembly.compile(fs.readFileSync(path.join(folder, "schema_engine_bg.wasm")));
  const instance = await WebAssembly.instantiate(module, { "./schema_engine_bg.js": runtime });
  runtime.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return runtime.SchemaEngine;
}

/** The folder of migrations in the form that the engine takes. */
export function listMigrations(folder) {
  const lockFile = path.join(folder, "migration_lock.toml");
  const names = fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];
  return {
    baseDir: folder,
    shadowDbInitScript: "",
    lockfile: { path: "migration_lock.toml", content: fs.existsSync(lockFile) ? fs.readFileSync(lockFile, "utf8") : null },
    migrationDirectories: names
      .map((entry) => entry.name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: { path: "migration.sql", content: { tag: "ok", value: fs.readFileSync(path.join(folder, name, "migration.sql"), "utf8") } },
      })),
  };
}
