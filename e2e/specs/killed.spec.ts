import fs from "node:fs";
import { apiOf, apiSettings, bootstrapToken } from "../fixtures/api";
import { dockerSocket, engineObjects } from "../fixtures/docker";
import { kubeconfig, kubectl, withNamespace } from "../fixtures/kubernetes";
import type { Portal } from "../fixtures/portal";
import { expect, test, withPortal } from "../fixtures/test";

const namespace = "killed";

/** Events after which the portal is killed: none, the first ones, which are a few milliseconds apart, and later ones. */
const moments = [0, 2, 6, 12];

type Backend = {
  readonly cluster: string;
  readonly config: Record<string, unknown>;
  /** What exists of the workspace, told by the backend itself. */
  readonly objects: (name: string, portal: Portal) => Promise<string[]>;
};

function localProcesses(name: string, portal: Portal): string[] {
  return fs
    .readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        const environment = fs.readFileSync(`/proc/${pid}/environ`, "utf8");
        const ours = environment.includes(`${portal.dataDir}/`) && environment.includes(`BERTH_WORKSPACE=${name}\0`);
        return ours ? ["process"] : [];
      } catch {
        return []; // it ended while we looked
      }
    });
}

const kinds = "statefulsets,services,persistentvolumeclaims,secrets,pods";
const backends: readonly Backend[] = [
  { cluster: "local", config: {}, objects: (name, portal) => Promise.resolve(localProcesses(name, portal)) },
  {
    cluster: "engine",
    config: { image: "berth.test/workspace:1" },
    objects: (name) => engineObjects(name),
  },
  {
    cluster: "kube",
    config: { image: "berth.test/workspace:1" },
    objects: (name) => {
      const found = kubectl(["-n", namespace, "get", kinds, "-l", `berth.dev/workspace=${name}`, "-o", "name"]);
      return Promise.resolve(found.split("\n").flatMap((line) => (line ? [line.split("/")[0] ?? ""] : [])));
    },
  },
];

/** Does something and kills the portal after so many events of the stream; then starts it again. */
async function killAfter(portal: Portal, events: number, act: () => Promise<void>): Promise<void> {
  const ended = new AbortController();
  const headers = { authorization: `Bearer ${bootstrapToken}` };
  const stream = await fetch(`${portal.url}/api/v1/stream`, { headers, signal: ended.signal });
  const seen = (async () => {
    let count = 0;
    for await (const chunk of stream.body ?? []) {
      count +=
        Buffer.from(chunk as Uint8Array)
          .toString()
          .split("\nevent: ").length - 1;
      if (count >= events) return;
    }
  })().catch((error: unknown) => {
    if (!ended.signal.aborted) throw error;
  });
  await act();
  // Where fewer events come, everything is done before.
  if (events > 0) await Promise.race([seen, new Promise((resolve) => setTimeout(resolve, 2_500))]);
  await portal.kill();
  ended.abort();
  await portal.start();
}

test("a portal killed at any moment of a create, an update or a delete finishes it, and makes nothing twice", async ({
  page,
}) => {
  test.skip(!kubeconfig, "needs BERTH_TEST_KUBECONFIG");
  test.skip(!dockerSocket, "needs BERTH_TEST_DOCKER, the path of a Docker engine's socket");
  await withNamespace(namespace, async () => {
    await withPortal(page, { CLUSTER_TYPE: "local", ...apiSettings }, async (portal) => {
      const api = apiOf(portal);
      await api.json("POST", "/clusters", { name: "engine", type: "docker", host: `unix://${dockerSocket}` });
      const pasted = fs.readFileSync(kubeconfig, "utf8");
      await api.json("POST", "/clusters", { name: "kube", type: "kubernetes", kubeconfig: pasted, namespace });

      const onAll = async (run: (backend: Backend) => Promise<void>) => void (await Promise.all(backends.map(run)));
      const settled = (name: string, backend: Backend, revision: number) =>
        expect
          .poll(
            async () => {
              const answer = await api.json<{ ready: boolean; operation: unknown; revision: number }>(
                "GET",
                `/workspaces/${name}?cluster=${backend.cluster}`,
              );
              return [answer.ready, answer.operation, answer.revision];
            },
            { message: `${name} on ${backend.cluster} is ready`, timeout: 60_000 },
          )
          .toEqual([true, null, revision]);
      const create = (name: string, { cluster, config }: Backend) =>
        api.json<unknown>("POST", "/workspaces", { name, cluster, container_config: config });
      const remove = (name: string, { cluster }: Backend) =>
        api.json<unknown>("DELETE", `/workspaces/${name}?cluster=${cluster}&storage=delete`);
      const gone = (name: string, backend: Backend) =>
        expect
          .poll(
            async () => {
              const answer = await api.send("GET", `/workspaces/${name}?cluster=${backend.cluster}`);
              return [answer.status, await backend.objects(name, portal)];
            },
            { message: `${name} on ${backend.cluster} is gone`, timeout: 60_000 },
          )
          .toEqual([404, []]);

      // What one workspace is made of where nothing goes wrong.
      const whole = new Map<Backend, string[]>();
      // Names of this run: what a failing one leaves behind does not stand in the way of the next.
      const undisturbed = `whole-${portal.port}`;
      await onAll(async (backend) => {
        await create(undisturbed, backend);
        await settled(undisturbed, backend, 1);
        whole.set(backend, (await backend.objects(undisturbed, portal)).sort());
        await remove(undisturbed, backend);
        await gone(undisturbed, backend);
      });

      for (const events of moments) {
        const name = `killed-${portal.port}-${events}`;
        const complete = (backend: Backend) =>
          expect
            .poll(async () => (await backend.objects(name, portal)).sort(), {
              message: `${name} on ${backend.cluster} is there once`,
              timeout: 30_000,
            })
            .toEqual(whole.get(backend));
        await killAfter(portal, events, () => onAll(async (backend) => void (await create(name, backend))));
        await onAll((backend) => settled(name, backend, 1));
        await onAll(complete);
        await killAfter(portal, events, () =>
          onAll(async (backend) => {
            const value = String(events);
            const added =
              backend.cluster === "engine" ? { environment: { ROUND: value } } : { env: [{ name: "ROUND", value }] };
            const document = { container_config: added };
            await api.json("PATCH", `/workspaces/${name}?cluster=${backend.cluster}`, { document });
          }),
        );
        await onAll((backend) => settled(name, backend, 2));
        await onAll(complete);
        await killAfter(portal, events, () => onAll(async (backend) => void (await remove(name, backend))));
        await onAll((backend) => gone(name, backend));
      }
    });
  });
});
