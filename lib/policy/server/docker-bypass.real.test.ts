import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { dockerProvider } from "@/lib/provisioning/docker/provider";
import { newId } from "@/lib/server/ids";
import type { Call } from "@/lib/server/services";
import { isPortalError } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { deleteWorkspace } from "@/lib/workspaces/server/delete-workspace";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { getOperation } from "@/lib/workspaces/server/operations";
import { openTestPortal, type TestPortal } from "@/lib/workspaces/server/testing";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { savePolicy } from "./save-policy";

// boundary-exception: tests learn from the environment which real backends there are
const { BERTH_TEST_DOCKER: engine, BERTH_TEST_SWARM: swarm } = process.env;
const policy = "deny: [host_path]\nrequire: { images: [berth.test/workspace] }\n";
const image = "berth.test/workspace:1";

const bypasses = (socket: string, volumes: readonly string[]): Readonly<Record<string, JsonObject>> => ({
  "a privileged container": { privileged: true },
  "the machine's network": { networks: ["host"] },
  "the machine's network by mode": { network_mode: "host" },
  "the machine's processes": { pid_mode: "host" },
  "the machine's memory segments": { ipc_mode: "host" },
  "the machine's host name": { uts_mode: "host" },
  "further capabilities": { cap_add: ["SYS_ADMIN"] },
  "capabilities in Kubernetes' words": { securityContext: { capabilities: { add: ["SYS_ADMIN"] } } },
  "no seccomp": { security_opt: ["seccomp=unconfined"] },
  "a device": { devices: ["/dev/mem:/dev/mem"] },
  "the usual socket": { volumes: { "/var/run/docker.sock": { bind: "/s" } } },
  "this engine's socket": { volumes: { [socket]: { bind: "/s" } } },
  "the folder of this engine's socket": { volumes: { [`${path.dirname(socket)}/./`]: { bind: "/s" } } },
  "a folder of the machine": { volumes: { "/etc": { bind: "/x", mode: "ro" } } },
  "a volume with driver options": {
    volumes: { data: { bind: "/x", driver_opts: { type: "none", o: "bind", device: "/etc" } } },
  },
  "a tag that makes another image": { image: "evil.test/a", image_tag: "berth.test/workspace" },
  "another image by digest": { image: `berth.test/workspace-evil@sha256:${"0".repeat(64)}` },
  ...Object.fromEntries(
    volumes.map((name) => [`an existing volume: ${name}`, { volumes: { [name]: { bind: "/x", mode: "ro" } } }]),
  ),
});

describe.each([
  ["a Docker engine", engine ?? "", {}],
  ["a swarm", swarm ?? "", { swarm: true }],
])("known ways around a policy on %s", (backend, socket, options) => {
  describe.skipIf(!socket)("(needs BERTH_TEST_DOCKER, BERTH_TEST_SWARM)", { timeout: 90_000 }, () => {
    const suffix = newId().slice(-6);
    const volumes = [`outside-${suffix}`, `inside-${suffix}`, `foreign-${suffix}`] as const;
    const docker = new Docker({ socketPath: socket });
    let open: string;
    let database: TestDatabase;
    let portal: TestPortal;
    let editor: Call;
    const base = { name: `base-${suffix}` };

    beforeAll(async () => {
      open = await mkdtemp(path.join(tmpdir(), "berth-open-"));
      const bind = (Name: string, device: string) =>
        docker.createVolume({ Name, Driver: "local", DriverOpts: { type: "none", o: "bind", device } });
      await bind(volumes[0], "/etc");
      await bind(volumes[1], open);
      await docker.createVolume({ Name: volumes[2], Labels: { "berth.dev/workspace-id": "somebody" } });
      database = await openTestDatabase();
      const clusterOptions = { host: `unix://${socket}`, bind_roots: [open], ...options };
      portal = await openTestPortal({ database, provider: dockerProvider, clusterOptions });
      editor = await portal.as("editor");
      await savePolicy(await portal.as("admin"), { text: policy });
      await createWorkspace(editor, { document: { ...base, container_config: { image } } });
      await running();
    }, 90_000);
    afterAll(async () => {
      await over((await deleteWorkspace(editor, base, { storage: "delete" })).operation);
      await portal.stop();
      await database.close();
      for (const name of volumes) await docker.getVolume(name).remove();
      await rm(open, { recursive: true, force: true });
    }, 90_000);

    /** Not a patch: what an earlier test asked for would be part of it. */
    const whole = (wanted: JsonObject) => ({ document_yaml: JSON.stringify({ ...base, ...wanted }) });
    const over = ({ id }: { readonly id: string }) =>
      portal.until(
        () => getOperation(editor, id),
        ({ state }) => state === "done" || state === "failed",
      );
    const running = () =>
      portal.until(
        () => getWorkspace(editor, base),
        ({ phase, operation }) => phase === "running" && operation === null,
      );
    const containersOf = (name: string) =>
      docker.listContainers({ all: true, filters: { label: [`berth.dev/workspace=${name}`] } });

    /** Refused when it is asked for; or, where only the engine can show it, when it is done. */
    async function isRefused(deed: () => Promise<{ readonly operation: { readonly id: string } }>): Promise<boolean> {
      try {
        return (await over((await deed()).operation)).state === "failed";
      } catch (error) {
        return isPortalError(error) && ["policy/denied", "document/invalid"].includes(error.code);
      }
    }

    it.each(Object.entries(bypasses(socket, volumes)))(
      "%s is refused by create and by update, and what runs goes on",
      async (_, config) => {
        const name = `try-${newId().slice(-8)}`;
        const wanted = { container_config: { image, ...config } };
        expect(await isRefused(() => createWorkspace(editor, { document: { name, ...wanted } }))).toBe(true);
        expect(await containersOf(name)).toEqual([]);
        const [before] = await containersOf(base.name);
        expect(await isRefused(() => updateWorkspace(editor, base, whole(wanted)))).toBe(true);
        const [after] = await containersOf(base.name);
        expect(after).toMatchObject({ Id: before?.Id, State: "running", Mounts: before?.Mounts });
        const left = await getWorkspace(editor, { name }).catch(() => null);
        if (left) await over((await deleteWorkspace(editor, { name }, { storage: "delete" })).operation);
      },
    );

    it(`what the policy allows is done by ${backend} afterwards`, async () => {
      await updateWorkspace(editor, base, whole({ container_config: { image, user: "0" } }));
      expect(await running()).toMatchObject({ cause: null });
    });
  });
});
