// Many starts at once: from the first request to the last workspace ready; beside it the same objects by `kubectl apply`, or the same containers
// by the engine alone.
//   node --import tsx bench/burst.ts kubernetes|docker|local [count]
import { engineAlone, kubeconfig, kubectl, listOf, makeNamespace, type Built } from "./alone";
import { containerOf, namespace, settingsOf } from "./backends";
import { benchPortal } from "./portal-client";
import { watchObjects } from "./kubernetes-watch";
import { until } from "./measure";

const type = process.argv[2] ?? "local";
const count = Number(process.argv[3] ?? 50);
const names = Array.from({ length: count }, (_, index) => `burst-${index}`);
const container = containerOf(type, process.argv[4]);

/** All of them in one `kubectl apply`, until the last pod is ready. */
async function kubernetesAlone(manifests: readonly Built[]): Promise<number> {
  const objects = watchObjects(kubeconfig, namespace);
  try {
    const start = performance.now();
    kubectl(["-n", namespace, "apply", "-f", "-"], listOf(manifests));
    await until("all pods ready", 180, () => objects.count("pod ready", start) >= count || undefined);
    return performance.now() - start;
  } finally {
    kubectl(["-n", namespace, "delete", "-f", "-", "--wait=true"], listOf(manifests));
    objects.close();
  }
}

/** None is removed before the last one has answered. */
async function dockerAlone(): Promise<number> {
  let waiting = count;
  let release = () => {};
  const all = new Promise<void>((resolve) => (release = resolve));
  const mayEnd = (): Promise<void> => {
    waiting -= 1;
    if (waiting === 0) release();
    return all;
  };
  return Math.max(...(await Promise.all(names.map((name) => engineAlone(`alone-${name}`, mayEnd)))));
}

if (type === "kubernetes") makeNamespace();
const bench = await benchPortal(settingsOf(type));
try {
  await until("the cluster is connected", 30, async () => {
    const { items } = await bench.api<{ items: { state: string }[] }>("GET", "/clusters");
    return items.some((cluster) => cluster.state === "connected") || undefined;
  });
  const start = performance.now();
  await Promise.all(names.map((name) => bench.api("POST", "/workspaces", { name, ...container })));
  const accepted = performance.now() - start;
  const ready = await Promise.all(
    names.map((name) => until(`${name} ready`, 180, () => bench.when(name, start, (event) => event.ready))),
  );
  console.log(
    `# ${type}: ${count} at once: accepted in ${Math.round(accepted)} ms, all ready in ${Math.round(Math.max(...ready) - start)} ms`,
  );
  const manifests: Built[] = [];
  if (type === "kubernetes") {
    for (const name of names)
      manifests.push(...(await bench.api<{ items: Built[] }>("GET", `/workspaces/${name}/manifests`)).items);
  }
  await Promise.all(names.map((name) => bench.api("DELETE", `/workspaces/${name}?storage=delete`)));
  await Promise.all(
    names.map((name) => until(`${name} deleted`, 180, () => bench.when(name, start, (event) => event.deleted))),
  );
  if (type === "kubernetes")
    console.log(`kubectl apply of the same objects: all ready in ${Math.round(await kubernetesAlone(manifests))} ms`);
  if (type === "docker") console.log(`the engine alone: all ready in ${Math.round(await dockerAlone())} ms`);
} finally {
  await bench.close();
}
