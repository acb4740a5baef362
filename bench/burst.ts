// Many starts at once: from the first request to the last workspace ready.
//   node --import tsx bench/burst.ts kubernetes|docker|local [count]
import { containerOf, settingsOf } from "./backends";
import { benchPortal } from "./portal-client";
import { until } from "./measure";

const type = process.argv[2] ?? "local";
const count = Number(process.argv[3] ?? 50);
const container = containerOf(type, process.argv[4]);
const bench = await benchPortal(settingsOf(type));
try {
  await until("the cluster is connected", 30, async () => {
    const { items } = await bench.api<{ items: { state: string }[] }>("GET", "/clusters");
    return items.some((cluster) => cluster.state === "connected") || undefined;
  });
  const names = Array.from({ length: count }, (_, index) => `burst-${index}`);
  const start = performance.now();
  await Promise.all(names.map((name) => bench.api("POST", "/workspaces", { name, ...container })));
  const accepted = performance.now() - start;
  const ready = await Promise.all(
    names.map((name) => until(`${name} ready`, 180, () => bench.when(name, start, (event) => event.ready))),
  );
  console.log(
    `# ${type}: ${count} at once: accepted in ${Math.round(accepted)} ms, all ready in ${Math.round(Math.max(...ready) - start)} ms`,
  );
  await Promise.all(names.map((name) => bench.api("DELETE", `/workspaces/${name}?storage=delete`)));
  await Promise.all(
    names.map((name) => until(`${name} deleted`, 180, () => bench.when(name, start, (event) => event.deleted))),
  );
} finally {
  await bench.close();
}
