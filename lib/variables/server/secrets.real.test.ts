import fs from "node:fs";
import http from "node:http";
import type { Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import type { V1Secret } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { dockerProvider } from "@/lib/provisioning/docker/provider";
import { localProvider } from "@/lib/provisioning/local/provider";
import { newId } from "@/lib/server/ids";
import type { JsonObject } from "@/lib/shared/json";
import { refOf } from "@/lib/workspaces/record";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { deleteWorkspace } from "@/lib/workspaces/server/delete-workspace";
import { getManifests } from "@/lib/workspaces/server/manifests";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { findWorkspaces } from "@/lib/workspaces/server/store";
import { openTestPortal, type TestPortal, type TestPortalOptions } from "@/lib/workspaces/server/testing";
import { openKubernetesTest, type KubernetesTest } from "@/lib/workspaces/server/testing-kubernetes";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { putSecret } from "./put-secret";

const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;
const engine = process.env.BERTH_TEST_DOCKER;
const settings = { SHARE_SECRETS_ACROSS_WORKSPACES: "1" };

describe.skipIf(!kubeconfig)(
  "an offered secret on a real cluster (needs BERTH_TEST_KUBECONFIG)",
  { timeout: 60_000 },
  () => {
    let kubernetes: KubernetesTest;
    beforeAll(async () => {
      kubernetes = await openKubernetesTest(kubeconfig ?? "");
    }, 60_000);
    afterAll(() => kubernetes?.close());

    it("reaches the program of another workspace through a Secret, and stands in no other object", () =>
      kubernetes.inPortal(settings, async ({ owner, bring, settled }) => {
        await bring("lab");
        await bring("bench");
        await putSecret(owner, { name: "lab" }, "API_KEY", { value: "hunter2", shared: true });
        await updateWorkspace(owner, { name: "bench" }, { update_workspace_settings: true });
        await settled("bench");
        const pod = await kubernetes.podOf("bench");
        const environment = await (await fetch(`http://${pod.status?.podIP}:6789/cgi-bin/env`)).text();
        expect(environment).toContain("API_KEY=hunter2");
        expect(JSON.stringify(pod)).not.toContain("hunter2");
        const { core, namespace } = kubernetes.cluster;
        const { items } = await core.listNamespacedSecret({ namespace });
        const holds = ({ data }: V1Secret) => Buffer.from(data?.API_KEY ?? "", "base64").toString() === "hunter2";
        // lab itself takes its own with its next change of settings.
        expect(items.filter(holds)).toHaveLength(1);
      }));
  },
);

describe("an offered secret in workspaces that are", () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "berth-secrets-"));
  }, 60_000);
  afterAll(async () => {
    await database.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Two workspaces, the second of which takes over what the first one offers. */
  async function offerOn(
    backend: Pick<TestPortalOptions, "provider" | "clusterOptions">,
    container_config: JsonObject,
    check: (portal: TestPortal, taker: string) => Promise<void>,
  ): Promise<void> {
    const portal = await openTestPortal({ database, settings, ...backend });
    const owner = await portal.as("owner");
    // Names of objects follow from these, and other runs may be on the same engine.
    const [giver, taker] = [`giver-${newId()}`, `taker-${newId()}`];
    const look = (name: string) => getWorkspace(owner, { name }).catch(() => null);
    const settled = (name: string) =>
      portal.until(
        () => look(name),
        (seen) => seen?.phase === "running" && seen.operation === null,
      );
    try {
      for (const name of [giver, taker]) await createWorkspace(owner, { document: { name, container_config } });
      await Promise.all([settled(giver), settled(taker)]);
      await putSecret(owner, { name: giver }, "API_KEY", { value: "hunter2", shared: true });
      await updateWorkspace(owner, { name: taker }, { update_workspace_settings: true });
      await settled(taker);
      expect(JSON.stringify(await getManifests(owner, { name: taker }))).not.toContain("hunter2");
      await check(portal, taker);
    } finally {
      for (const name of [giver, taker]) await deleteWorkspace(owner, { name }, { storage: "delete" });
      await portal.until(
        async () => [await look(giver), await look(taker)],
        (left) => left.every((seen) => seen === null),
      );
      await portal.stop();
      await database.db.$executeRaw`TRUNCATE "User", "Cluster" CASCADE`;
    }
  }

  it("local processes reaches the program of another one", async () => {
    const command = ["sh", "-c", 'echo "$API_KEY" > key.txt; exec python3 -m http.server "$PORT"'];
    await offerOn({ provider: localProvider, clusterOptions: { data_dir: folder } }, { command }, () => {
      const files = fs
        .readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => /key\.txt$/.test(file));
      const written = files.map((file) => fs.readFileSync(path.join(folder, file), "utf8").trim());
      expect(written.sort()).toEqual(["", "hunter2"]);
      return Promise.resolve();
    });
  }, 90_000);

  it.skipIf(!engine)(
    "containers reaches the program of another one (needs BERTH_TEST_DOCKER)",
    async () => {
      const backend = { provider: dockerProvider, clusterOptions: { host: `unix://${engine}` } };
      await offerOn(backend, { image: "berth.test/workspace:1" }, async ({ services }, name) => {
        const [row] = await findWorkspaces(services.db, name, null);
        if (!row) throw new Error(`${name} is gone`);
        const stream = await services.clusters
          .get(row.clusterId)
          .runtime()
          .dial(refOf(row), row.port, AbortSignal.timeout(20_000));
        const text = await new Promise<string>((resolve, reject) => {
          const request = http.get({ path: "/cgi-bin/env", createConnection: () => stream as Socket }, (answer) => {
            let body = "";
            answer
              .setEncoding("utf8")
              .on("data", (part: string) => (body += part))
              .on("end", () => resolve(body));
          });
          request.on("error", reject);
        });
        expect(text).toContain("API_KEY=hunter2");
      });
    },
    90_000,
  );
});
