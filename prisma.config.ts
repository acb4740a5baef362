import { defineConfig } from "prisma/config";

/** For `prisma generate` only; the portal reads DATABASE_URL through lib/config and applies migrations itself when it starts. */
export default defineConfig({ schema: "prisma/schema.prisma", migrations: { path: "prisma/migrations" } });
