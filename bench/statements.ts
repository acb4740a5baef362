// One statement again and again in the embedded database: parsed and planned once as Berth does, beside PGlite's own way; in turns, because the
// engine of WebAssembly gets quicker while it runs.
//   node --import tsx bench/statements.ts [times] [rounds]
import { PGlite } from "@electric-sql/pglite";
import { PreparingPGlite } from "../lib/database/server/preparing-pglite";
import { tell } from "./measure";

const times = Number(process.argv[2] ?? 300);
const rounds = Number(process.argv[3] ?? 3);

/** Of the kind with which a pass of the reconciler begins: takes a lease and reads all it needs. */
const statement = `
  WITH claimed AS (
    UPDATE workspace SET lease = $2 WHERE id = $1 AND (lease IS NULL OR lease = $2)
      AND EXISTS (SELECT 1 FROM revision WHERE workspace = $1) RETURNING id
  )
  SELECT w.*, p.email, r.document, EXISTS (SELECT 1 FROM claimed) AS claimed,
    (SELECT to_jsonb(o) FROM revision o WHERE o.workspace = w.id ORDER BY o.number DESC LIMIT 1) AS newest
  FROM workspace w JOIN person p ON p.id = w.owner JOIN revision r ON r.workspace = w.id AND r.number = 1 WHERE w.id = $1`;

async function filled(database: PGlite): Promise<PGlite> {
  await database.waitReady;
  await database.exec(`
    CREATE TABLE person (id text PRIMARY KEY, email text);
    CREATE TABLE workspace (id text PRIMARY KEY, owner text, lease text, labels jsonb, at timestamptz DEFAULT now());
    CREATE TABLE revision (workspace text, number int, document jsonb, PRIMARY KEY (workspace, number));
    INSERT INTO person VALUES ('p', 'p@example.org');
    INSERT INTO workspace SELECT n::text, 'p', NULL, '{"team":"a"}' FROM generate_series(0, 49) n;
    INSERT INTO revision SELECT n::text, 1, '{"name":"a"}' FROM generate_series(0, 49) n;`);
  return database;
}

const databases = { "PGlite's own": await filled(new PGlite()), "prepared once": await filled(new PreparingPGlite()) };
for (let round = 1; round <= rounds; round++) {
  for (const [name, database] of Object.entries(databases)) {
    const took: number[] = [];
    for (let index = 0; index < times; index++) {
      const start = performance.now();
      await database.query(statement, [String(index % 50), "berth"]);
      took.push(performance.now() - start);
    }
    tell(`round ${round}, ${name}`, took);
  }
}
await Promise.all(Object.values(databases).map((database) => database.close()));
