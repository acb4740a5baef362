import { messages } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PreparingPGlite } from "./preparing-pglite";

describe("the embedded database's prepared statements", () => {
  let database: PreparingPGlite;
  const prepared = async () => (await database.exec("SELECT name FROM pg_prepared_statements"))[0]?.rows.length;

  beforeAll(async () => {
    database = new PreparingPGlite();
    await database.waitReady;
    await database.exec(
      "CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL, tags text[], body jsonb, at timestamptz)",
    );
  }, 60_000);
  afterAll(() => database.close());

  it("give the values back that were written, of every type and of none", async () => {
    const insert = "INSERT INTO item VALUES ($1, $2, $3, $4, $5)";
    const at = new Date("2026-11-21T10:00:00.123Z");
    const text = "quote ' backslash \\ null-ish $1 Ünïcödé 🛥";
    expect(await database.query(insert, [1, text, ["a", 'b"c', ""], { deep: [1, null] }, at])).toMatchObject({
      affectedRows: 1,
    });
    await database.query(insert, [2, "", [], null, null]);
    const { rows, fields } = await database.query("SELECT * FROM item WHERE id = ANY($1) ORDER BY id", [[1, 2]]);
    expect(fields.map(({ name }) => name)).toEqual(["id", "name", "tags", "body", "at"]);
    expect(rows).toEqual([
      { id: 1, name: text, tags: ["a", 'b"c', ""], body: { deep: [1, null] }, at },
      { id: 2, name: "", tags: [], body: null, at: null },
    ]);
  });

  it("are parsed once, and at most 150 are kept", async () => {
    const before = (await prepared()) ?? 0;
    for (let times = 0; times < 5; times += 1) await database.query("SELECT $1::int + 1 AS sum", [times]);
    expect(await prepared()).toBe(before + 1);
    for (let index = 0; index < 200; index += 1) {
      expect((await database.query(`SELECT ${index} AS number`)).rows).toEqual([{ number: index }]);
    }
    expect(await prepared()).toBe(150);
    expect((await database.query("SELECT $1::int + 1 AS sum", [41])).rows).toEqual([{ sum: 42 }]);
  });

  it.each([
    ["a text that is no SQL", "SELEKT 1", [], "42601"],
    ["a value of the wrong type", "SELECT $1::int", ["x"], "22P02"],
    ["a key that is taken", "INSERT INTO item VALUES ($1, 'again')", [1], "23505"],
    ["a missing table", "SELECT * FROM missing", [], "42P01"],
  ])("an error is the database's own, and what comes after it works: %s", async (_what, text, values, code) => {
    for (let times = 0; times < 2; times += 1) {
      const error = await database.query(text, values).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(messages.DatabaseError);
      expect(error).toMatchObject({ code });
    }
    expect((await database.query("SELECT count(*)::int AS count FROM item")).rows).toEqual([{ count: 2 }]);
  });

  it("queries asked for at once, between and within transactions, do not mix", async () => {
    const sums = Array.from({ length: 20 }, (_, index) =>
      index % 5 === 0
        ? database.transaction(async (inner) => (await inner.query("SELECT $1::int + 1 AS sum", [index])).rows)
        : database.query("SELECT $1::int + 1 AS sum", [index]).then(({ rows }) => rows),
    );
    expect(await Promise.all(sums)).toEqual(Array.from({ length: 20 }, (_, index) => [{ sum: index + 1 }]));
    const broken = database.transaction(async (inner) => {
      await inner.query("INSERT INTO item VALUES (3, 'three')");
      await inner.query("INSERT INTO item VALUES (3, 'three')");
    });
    await expect(broken).rejects.toThrow();
    expect((await database.query("SELECT id FROM item WHERE id = $1", [3])).rows).toEqual([]);
  });
});
