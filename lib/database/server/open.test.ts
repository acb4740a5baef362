import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger } from "@/lib/server/logger";
import { openDatabase } from "./open";
import { openTestDatabase } from "./testing";

const root = path.resolve(import.meta.dirname, "../../..");
const log = createLogger("silent");

describe("the embedded database", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "berth-db-"));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));
  const open = () => openDatabase({ DATABASE_URL: null, BERTH_DATA_DIR: directory }, log, root);

  it("refuses a second opener, saying who holds it, and loses no acknowledged row when its process is killed", async () => {
    const writer = spawn(
      process.execPath,
      ["--import", "tsx", path.join(import.meta.dirname, "fixtures/writer.ts"), directory],
      {
        cwd: root,
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let acknowledged = 0;
    let refusal: unknown;
    for await (const line of createInterface({ input: writer.stdout })) {
      if (line === "open") refusal = await open().catch((error: unknown) => error);
      else acknowledged = Number(line);
      if (acknowledged === 200) break;
    }
    const gone = once(writer, "exit");
    writer.kill("SIGKILL");
    await gone;
    expect(String(refusal)).toContain(`process ${writer.pid}`);

    const first = await open();
    expect(await first.db.user.count()).toBeGreaterThanOrEqual(acknowledged);
    expect(first.migrations).toEqual([]);
    await first.close();
    const second = await open();
    expect(await second.db.user.count()).toBeGreaterThanOrEqual(acknowledged);
    await second.close();
  }, 120_000);
});

describe("a test database", () => {
  it("is empty, migrated and nobody else's", async () => {
    const [a, b] = await Promise.all([openTestDatabase(), openTestDatabase()]);
    await a.db.user.create({ data: { id: "one", email: "one@example.com", name: "One" } });
    expect(await b.db.user.count()).toBe(0);
    await Promise.all([a.close(), b.close()]);
  });
});

const url = process.env.BERTH_TEST_DATABASE_URL;

describe.skipIf(!url)("on PostgreSQL (needs BERTH_TEST_DATABASE_URL)", () => {
  it("migrates once when two replicas start at the same moment", async () => {
    const admin = await openTestDatabase();
    const name = `berth_race_${process.pid}`;
    await admin.db.$executeRawUnsafe(`CREATE DATABASE ${name}`);
    const target = new URL(url ?? "");
    target.pathname = `/${name}`;
    const settings = { DATABASE_URL: target.href, BERTH_DATA_DIR: "unused" };
    const opened = await Promise.all([openDatabase(settings, log, root), openDatabase(settings, log, root)]);
    expect(opened.map(({ migrations }) => migrations.length > 0).sort()).toEqual([false, true]);
    await Promise.all(opened.map(({ close }) => close()));
    await admin.db.$executeRawUnsafe(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.close();
  });

  it("says which server it cannot reach, without the password", async () => {
    const settings = { DATABASE_URL: "postgresql://berth:hidden-password@127.0.0.1:1/berth", BERTH_DATA_DIR: "unused" };
    const error = String(await openDatabase(settings, log, root).catch((reason: unknown) => reason));
    expect(error).toContain("127.0.0.1:1");
    expect(error).not.toContain("hidden-password");
  });
});
