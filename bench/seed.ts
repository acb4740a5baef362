import path from "node:path";
import { openDatabase } from "../lib/database/server/open";
import { createLogger } from "../lib/server/logger";
import { startPortal, type Portal } from "../e2e/fixtures/portal";
import { token } from "./portal-client";

/** A portal whose database got `count` stopped workspaces while it was away. `DATABASE_URL`: an empty database; else the embedded one. */
export async function seededPortal(count: number): Promise<Portal> {
  const url = process.env["DATABASE_URL"] ?? null;
  const portal = await startPortal({
    CLUSTER_TYPE: "local",
    BERTH_OWNER_EMAIL: "bench@example.org",
    BERTH_OWNER_PASSWORD: "correct horse battery staple",
    BERTH_BOOTSTRAP_TOKEN: token,
    ...(url === null ? {} : { DATABASE_URL: url }),
  });
  await portal.kill();
  const root = path.resolve(import.meta.dirname, "..");
  const settings = { DATABASE_URL: url, BERTH_DATA_DIR: portal.dataDir };
  const { db, close } = await openDatabase(settings, createLogger("silent"), root);
  await db.$executeRaw`
    INSERT INTO "Workspace" ("id", "name", "clusterId", "ownerId", "liveKey", "description", "labels", "port", "names", "desired",
      "revision", "inherited", "phase", "lastActivityAt")
    SELECT 'seed' || n, 'seed-' || md5(n::text), c."id", u."id", c."id" || '/seed-' || n, 'Notebook ' || n || ' of the data team',
      jsonb_build_object('team', 'team-' || n % 40), 8888, '{"main":"m","data":"d","env":"e"}', 'stopped', 1, repeat('x', 2000),
      'stopped', now() - n * interval '1 minute'
    FROM generate_series(1, ${count}::int) n, "Cluster" c, "User" u WHERE u."email" = 'bench@example.org'`;
  await db.$executeRaw`
    INSERT INTO "Revision" ("workspaceId", "number", "documentYaml", "document", "authorEmail")
    SELECT "id", 1, 'name: ' || "name", jsonb_build_object('name', "name"), 'bench@example.org' FROM "Workspace"`;
  await db.$executeRawUnsafe("ANALYZE");
  await close();
  await portal.start();
  return portal;
}

export const bearer = { authorization: `Bearer ${token}` };
