// Create → ready, stop and delete of one workspace after the other, by REST; beside it what the backend alone needs.
//   node --import tsx bench/lifecycle.ts kubernetes|docker|local [times]
// local: a BusyBox web server, as trivial as that of the images; with `notes` as third argument the app that comes with Berth.
// kubernetes: BERTH_TEST_KUBECONFIG; docker: BERTH_TEST_DOCKER (path of the engine's socket); both with the image berth.test/workspace:1.
import { engineAlone, kubeconfig, kubectl, listOf, makeNamespace, type Built } from "./alone";
import { containerOf, namespace, settingsOf } from "./backends";
import { benchPortal } from "./portal-client";
import { watchObjects } from "./kubernetes-watch";
import { tell, until } from "./measure";

const type = process.argv[2] ?? "local";
const times = Number(process.argv[3] ?? 20);
const container = containerOf(type, process.argv[4]);
/**
 * What the cluster needs by itself: `kubectl apply` of the same objects until the pod is ready, and `kubectl scale --replicas=0` until its
 * containers have ended; one watch tells both.
 */
async function kubernetesAlone(manifests: readonly Built[]) {
  const found: Record<"ready" | "stop" | "laterStop", number[]> = { ready: [], stop: [], laterStop: [] };
  const list = listOf(manifests);
  const statefulSet = manifests.find((manifest) => manifest.body["kind"] === "StatefulSet")?.body as {
    metadata: { name: string };
  };
  const objects = watchObjects(kubeconfig, namespace);
  const seen = async (what: string, since: number) => (await until(what, 60, () => objects.first(what, since))) - since;
  for (let index = 0; index < Math.min(times, 10); index++) {
    await anyMoment();
    const start = performance.now();
    kubectl(["-n", namespace, "apply", "-f", "-"], list);
    found.ready.push(await seen("pod ready", start));
    const isLater = index % 2 === 1;
    if (isLater) await settled();
    const stopping = performance.now();
    kubectl(["-n", namespace, "scale", "statefulset", statefulSet.metadata.name, "--replicas=0"]);
    found[isLater ? "laterStop" : "stop"].push(await seen("pod over", stopping));
    kubectl(["-n", namespace, "delete", "-f", "-", "--wait=true"], list);
  }
  objects.close();
  return found;
}

/** Create and start of the same container until its first answer. */
async function dockerAlone(): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < Math.min(times, 10); index++) found.push(await engineAlone(`bench-alone-${index}`));
  return found;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * A kubelet looks at its containers once a second, and each act of a loop begins where that look left the one before: without this the
 * figures tell of the loop's rhythm (0.4 or 1.4 s for the same thing), not of the thing.
 */
const anyMoment = () => pause(type === "kubernetes" ? Math.random() * 1_000 : 0);

/** Until the kubelet has nothing more to do about a pod's start: a stop before that waits for it. */
const settled = () => pause(5_000);

if (type === "kubernetes") makeNamespace();
const bench = await benchPortal(settingsOf(type));
const objects = type === "kubernetes" ? watchObjects(kubeconfig, namespace) : null;
const figures: Record<
  "accepted" | "statefulSet" | "pod" | "podReady" | "ready" | "stop" | "laterStop" | "deleted",
  number[]
> = {
  accepted: [],
  statefulSet: [],
  pod: [],
  podReady: [],
  ready: [],
  stop: [],
  laterStop: [],
  deleted: [],
};
let manifests: readonly Built[] = [];
try {
  await until("the cluster is connected", 30, async () => {
    const { items } = await bench.api<{ items: { state: string }[] }>("GET", "/clusters");
    return items.some((cluster) => cluster.state === "connected") || undefined;
  });
  for (let index = 0; index < times; index++) {
    const name = `bench-${index}`;
    await anyMoment();
    const start = performance.now();
    await bench.api("POST", "/workspaces", { name, ...container });
    figures.accepted.push(performance.now() - start);
    const accepted = performance.now();
    const ready = await until("ready", 60, () => bench.when(name, start, (event) => event.ready));
    figures.ready.push(ready - start);
    if (objects) {
      const seen = async (what: string) => await until(what, 5, () => objects.first(what, start));
      figures.statefulSet.push((await seen("statefulset")) - accepted);
      figures.pod.push((await seen("pod")) - accepted);
      figures.podReady.push(ready - (await seen("pod ready")));
    }
    if (index === 0) manifests = (await bench.api<{ items: Built[] }>("GET", `/workspaces/${name}/manifests`)).items;
    const isLater = type === "kubernetes" && index % 2 === 1;
    if (isLater) await settled();
    const stopping = performance.now();
    await bench.api("POST", `/workspaces/${name}/stop`, {});
    figures[isLater ? "laterStop" : "stop"].push(
      (await until("stopped", 60, () => bench.when(name, stopping, (event) => event.phase === "stopped"))) - stopping,
    );
    const deleting = performance.now();
    await bench.api("DELETE", `/workspaces/${name}?storage=delete`);
    figures.deleted.push(
      (await until("deleted", 60, () => bench.when(name, deleting, (event) => event.deleted))) - deleting,
    );
  }
  console.log(`# ${type}, ${times} workspaces one after the other`);
  tell("request → accepted (202)", figures.accepted);
  if (objects) {
    tell("accepted → StatefulSet, as a watch sees it", figures.statefulSet);
    tell("accepted → Pod, as a watch sees it", figures.pod);
    tell("pod ready, as a watch sees it → ready in the event stream", figures.podReady);
  }
  tell("create → ready", figures.ready);
  tell(type === "kubernetes" ? "stop right after ready" : "stop", figures.stop);
  if (type === "kubernetes") tell("stop 5 s after ready", figures.laterStop);
  tell("delete with storage", figures.deleted);
  if (type === "kubernetes") {
    const alone = await kubernetesAlone(manifests);
    tell("kubectl apply of the same objects → ready", alone.ready);
    tell("kubectl scale --replicas=0 → containers ended, right after ready", alone.stop);
    tell("kubectl scale --replicas=0 → containers ended, 5 s after ready", alone.laterStop);
  }
  if (type === "docker") tell("the engine alone: create, start → first answer", await dockerAlone());
} finally {
  objects?.close();
  await bench.close();
}
