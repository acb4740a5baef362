import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { dockerProvider } from "@/lib/provisioning/docker/provider";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import { kubernetesProvider } from "@/lib/provisioning/kubernetes/provider";
import { localProvider } from "@/lib/provisioning/local/provider";
import type { Observation } from "@/lib/provisioning/provider";
import { findDrift } from "@/lib/reconcile/drift";
import { openApplied } from "@/lib/reconcile/server/applied";
import { listWatched } from "@/lib/reconcile/server/drift-store";
import { newId } from "@/lib/server/ids";
import { refOf } from "../record";
import { createWorkspace } from "./create-workspace";
import { deleteWorkspace } from "./delete-workspace";
import { getWorkspace } from "./get-workspace";
import { getOperation } from "./operations";
import { restartWorkspace, startWorkspace, stopWorkspace } from "./operate-workspace";
import { previewUpdate } from "./preview-update";
import { openTestPortal, type TestPortal, type TestPortalOptions } from "./testing";
import { updateWorkspace } from "./update-workspace";

// boundary-exception: tests learn from the environment which real backends there are
const { BERTH_TEST_KUBECONFIG: kubeconfig, BERTH_TEST_DOCKER: docker } = process.env;

type Backend = Pick<TestPortalOptions, "provider" | "clusterOptions" | "clusterCredentials">;

function lifeOfAWorkspace(open: (folder: string) => Promise<Backend>, document: string): void {
  let database: TestDatabase;
  let portal: TestPortal;
  let folder: string;
  const name = `lab-${newId()}`;
  const ref = { name };

  beforeEach(async () => {
    database = await openTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), "berth-lifecycle-"));
    portal = await openTestPortal({ database, ...(await open(folder)) });
  }, 60_000);
  afterEach(async () => {
    await portal.stop();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("goes from its creation through stop, start, update and restart to its end, and leaves nothing behind", async () => {
    const call = await portal.as("editor");
    const done = async ({ operation }: { readonly operation: { readonly id: string } }) => {
      const ended = await portal.until(
        () => getOperation(call, operation.id),
        (seen) => seen.finished_at !== null,
      );
      expect(ended).toMatchObject({ state: "done" });
      await expectNoDrift();
      return ended;
    };
    /** Neither now nor when the watch has told everything: what was applied is what is there. */
    const expectNoDrift = async () => {
      const cluster = portal.services.clusters.default();
      if (!cluster) throw new Error("there is no cluster");
      const signal = new AbortController().signal;
      for (const watched of await listWatched(portal.services.db, cluster.config.id, "", 10)) {
        if (!watched.applied) throw new Error("it is not known what was applied");
        const applied = openApplied(portal.services, watched.applied.objects);
        const drift = (seen: Observation | null) => findDrift(applied, seen?.manifests ?? [], cluster.provider.rules);
        expect(drift(await cluster.runtime().observe(refOf(watched.workspace), signal))).toEqual([]);
        await portal.until(
          () => drift(cluster.runtime().recall(watched.workspace.id)),
          (found) => found.length === 0,
        );
        await portal.loop.idle();
        expect(await getWorkspace(call, ref)).toMatchObject({ drift: false });
      }
      expect(portal.events.filter((event) => JSON.stringify(event).includes('"drift":true'))).toEqual([]);
    };
    const made = await createWorkspace(call, { yaml: `name: ${name}\ndescription: a test\n${document}` });
    expect(made.workspace).toMatchObject({ name, phase: "queued", description: "a test", role: "owner" });
    expect(made.operation).toMatchObject({ kind: "create", state: "queued" });
    await done(made);
    expect(await getWorkspace(call, ref)).toMatchObject({ phase: "running", ready: true, cause: null });
    const unchanged = await previewUpdate(call, ref, {});
    expect(unchanged.plan.steps).toEqual([]);

    await done(await stopWorkspace(call, ref));
    expect(await getWorkspace(call, ref)).toMatchObject({ phase: "stopped", ready: false });
    await done(await startWorkspace(call, ref));
    expect(await getWorkspace(call, ref)).toMatchObject({ phase: "running", ready: true });

    const env =
      made.workspace.cluster_type === "docker"
        ? { environment: { GREETING: "hello" } }
        : { env: [{ name: "GREETING", value: "hello" }] };
    const change = { document: { container_config: env } };
    const { plan } = await previewUpdate(call, ref, change);
    expect(plan.steps.length).toBeGreaterThan(0);
    await done(await updateWorkspace(call, ref, { ...change, plan_hash: plan.hash }));
    expect(await getWorkspace(call, ref)).toMatchObject({ phase: "running", ready: true, revision: 2 });
    await done(await restartWorkspace(call, ref));

    await done(await deleteWorkspace(call, ref, { storage: "delete" }));
    await expect(getWorkspace(call, ref)).rejects.toMatchObject({ code: "not-found" });
    const { id } = made.workspace;
    await portal.until(
      () => portal.services.clusters.list()[0]?.runtime().recall(id) ?? null,
      (left) => left === null || left.manifests.length === 0,
    );
  }, 120_000);
}

describe("the life of a workspace on a fake cluster", () => {
  lifeOfAWorkspace(async () => ({ provider: createFakeCluster().provider }), "");
});

describe("the life of a workspace on this machine", () => {
  lifeOfAWorkspace(async (folder) => ({ provider: localProvider, clusterOptions: { data_dir: folder } }), "");
});

const image = "container_config:\n  image: berth.test/workspace:1\n";

describe.skipIf(!kubeconfig)("the life of a workspace on Kubernetes (needs BERTH_TEST_KUBECONFIG)", () => {
  lifeOfAWorkspace(
    async () => ({
      provider: kubernetesProvider,
      clusterOptions: { namespace: "default" },
      clusterCredentials: { kubeconfig: await readFile(kubeconfig ?? "", "utf8") },
    }),
    image,
  );
});

describe.skipIf(!docker)("the life of a workspace on Docker (needs BERTH_TEST_DOCKER)", () => {
  lifeOfAWorkspace(async () => ({ provider: dockerProvider, clusterOptions: { host: `unix://${docker}` } }), image);
});
