import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { openTestCli, type TestCli } from "./testing";

describe("berth cluster", () => {
  let database: TestDatabase;
  let cli: TestCli;

  beforeAll(async () => {
    database = await openTestDatabase();
    cli = await openTestCli(database);
  }, 60_000);
  afterAll(async () => {
    await cli.close();
    await database.close();
  });

  it("lists what is unmanaged, in every format", async () => {
    expect(await cli.berth("cluster", "unmanaged", "fake")).toMatchObject({
      code: 0,
      out: expect.stringContaining("ADOPTABLE"),
    });
    expect(await cli.berth("cluster", "unmanaged", "fake", "-o", "json")).toMatchObject({ code: 0, out: "[]\n" });
  });

  it("says why nothing can be adopted, and what is not there", async () => {
    const refused = await cli.berth("cluster", "adopt", "fake", "StatefulSet", "demo", "--dry-run");
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain("nothing that can be adopted");
    const absent = await cli.berth("cluster", "adopt", "fake", "StatefulSet", "demo", "--document");
    expect(absent).toMatchObject({ code: 3, err: expect.stringContaining("no unmanaged StatefulSet demo on fake") });
    expect((await cli.berth("cluster", "unmanaged", "elsewhere")).code).toBe(3);
  });
});
