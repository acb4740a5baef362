import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type * as runtimeModule from "@prisma/schema-engine-wasm/schema_engine_bg";

export type AdapterFactory = Parameters<typeof bindMigrationAwareSqlAdapterFactory>[0];

/** The portal's database has nothing in it that is not ours. */
export const noFilters = { externalTables: [], externalEnums: [] };

export const schemaFile = (root: string): string => path.join(root, "prisma/schema.prisma");

type Runtime = typeof runtimeModule;

/** The package itself keeps one WebAssembly instance per process: a second one would take the memory from under engines of the first. */
const instances = new Map<"engine", Promise<Runtime>>();

function loadRuntime(root: string): Promise<Runtime> {
  const found = instances.get("engine") ?? instantiate(root);
  instances.set("engine", found);
  return found;
}

async function instantiate(root: string): Promise<Runtime> {
  const name = "@prisma/schema-engine-wasm/schema_engine_bg";
  const runtime = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const folder = path.dirname(createRequire(path.join(root, "package.json")).resolve(name));
  const compiled = await WebAssembly.compile(fs.readFileSync(path.join(folder, "schema_engine_bg.wasm")));
  const instance = await WebAssembly.instantiate(compiled, { "./schema_engine_bg.js": runtime });
  const { __wbindgen_start: start } = instance.exports;
  runtime.__wbg_set_wasm(instance.exports);
  if (typeof start === "function") start();
  return runtime;
}

/** Prisma's own schema engine as WebAssembly, so that no native program is downloaded. `free()` it after use. */
export async function openSchemaEngine(factory: AdapterFactory, root: string): Promise<runtimeModule.SchemaEngine> {
  const { SchemaEngine: Engine } = await loadRuntime(root);
  const schema = fs.readFileSync(schemaFile(root), "utf8");
  return Engine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

/** prisma/migrations in the form that the engine takes. */
export function listMigrations(root: string) {
  const folder = path.join(root, "prisma/migrations");
  const entries = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return {
    baseDir: folder,
    shadowDbInitScript: "",
    lockfile: {
      path: "migration_lock.toml",
      content: fs.readFileSync(path.join(folder, "migration_lock.toml"), "utf8"),
    },
    migrationDirectories: entries
      .map((entry) => entry.name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: { tag: "ok" as const, value: fs.readFileSync(path.join(folder, name, "migration.sql"), "utf8") },
        },
      })),
  };
}
