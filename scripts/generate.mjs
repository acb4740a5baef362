// Makes the database client in lib/server/generated/prisma from prisma/schema.prisma, without any network.
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

// Every command of Prisma first downloads a native engine, which `generate` never uses. A file that exists stops the download.
const result = spawnSync(process.execPath, [path.join(root, "node_modules/prisma/build/index.js"), "generate"], {
  cwd: root,
  encoding: "utf8",
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  },
});
if (result.status !== 0) {
  console.error(result.stdout ?? "", result.stderr ?? "", result.error?.message ?? "");
  process.exit(1);
}
