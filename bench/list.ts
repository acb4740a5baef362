// Pages of 200 of many workspaces, by REST, one after the other.
//   node --import tsx bench/list.ts [count] [times]      embedded database, or an empty one in DATABASE_URL
import { tell } from "./measure";
import { bearer, seededPortal } from "./seed";

const count = Number(process.argv[2] ?? 10_000);
const times = Number(process.argv[3] ?? 100);
const queries = {
  "by name": "",
  "by last activity, descending": "&sort=last_activity_at&order=desc",
  "by creation": "&sort=created_at",
  "search in names and descriptions": "&search=Notebook%2042",
  "search in labels, by phase": "&search=team-7&sort=phase",
  "search without a hit": "&search=nothing-like-it",
};
const portal = await seededPortal(count);
try {
  console.log(`# page of 200 of ${count} workspaces`);
  for (const [name, query] of Object.entries(queries)) {
    const found: number[] = [];
    for (let index = 0; index < times + 10; index++) {
      const start = performance.now();
      const response = await fetch(`http://127.0.0.1:${portal.port}/api/v1/workspaces?limit=200${query}`, {
        headers: bearer,
      });
      await response.text();
      if (!response.ok) throw new Error(`${query}: ${response.status}`);
      // The first few find cold code.
      if (index >= 10) found.push(performance.now() - start);
    }
    tell(name, found);
  }
} finally {
  await portal.stop();
}
