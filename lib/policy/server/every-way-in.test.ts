import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { dockerProvider } from "@/lib/provisioning/docker/provider";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import { kubernetesProvider } from "@/lib/provisioning/kubernetes/provider";
import { localProvider } from "@/lib/provisioning/local/provider";
import type { Provider } from "@/lib/provisioning/provider";
import { reconcileWorkspace } from "@/lib/reconcile/server/reconcile-workspace";
import type { Call } from "@/lib/server/services";
import type { JsonObject } from "@/lib/shared/json";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { restartWorkspace, startWorkspace, stopWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { openTestPortal, type TestPortal } from "@/lib/workspaces/server/testing";
import { updateWorkspace } from "@/lib/workspaces/server/update-workspace";
import { denyRules, type DenyRule } from "../policy";
import { adopt } from "@/lib/adoption/server/adopt";
import type { FoundWorkload } from "@/lib/provisioning/adoption";
import { savePolicy } from "./save-policy";

/*
 * The table of docs/explanation/policy.md: every rule, on every backend where it means something, on every way in. The backends' own builders
 * make the objects; only what would carry them to a cluster is a fake.
 */

type Backend = "kubernetes" | "docker" | "swarm" | "local";
type Broken = Readonly<Partial<Record<Backend, JsonObject>>>;
type Rule = { readonly policy: string; readonly broken: Broken };

const providers: Readonly<Record<Backend, Provider>> = {
  kubernetes: kubernetesProvider,
  docker: dockerProvider,
  swarm: {
    ...dockerProvider,
    build: (resolved, context) => dockerProvider.build(resolved, { ...context, facts: { swarm: { node: "one" } } }),
  },
  local: localProvider,
};

const config = (value: JsonObject): JsonObject => ({ container_config: value });
const security = (value: JsonObject): JsonObject => config({ securityContext: value });
const hostVolume = (path: string): JsonObject => config({ volumes: [{ name: "v", hostPath: { path } }] });
const bind = (path: string): JsonObject => config({ volumes: { [path]: { bind: "/x", mode: "rw" } } });
const limits = (value: JsonObject): JsonObject => config({ resources: { limits: value } });
const everywhere = (value: JsonObject): Broken => ({ kubernetes: value, docker: value, local: value });
/** A swarm is asked in Docker's words. */
const brokenOn = (backend: Backend, { swarm, docker, ...broken }: Broken): JsonObject | undefined =>
  backend === "swarm" ? (swarm ?? docker) : { docker, ...broken }[backend];
const backends = ["kubernetes", "docker", "swarm", "local"] as const;

/** A document that breaks the rule, by backend; absent: the rule has no meaning there. */
const denied: Readonly<Record<DenyRule, Broken>> = {
  privileged: { kubernetes: security({ privileged: true }), docker: config({ privileged: true }) },
  privilege_escalation: {
    kubernetes: security({ allowPrivilegeEscalation: true }),
    docker: config({ security_opt: ["seccomp=unconfined"] }),
  },
  added_capabilities: {
    kubernetes: security({ capabilities: { add: ["NET_ADMIN"] } }),
    docker: config({ cap_add: ["NET_ADMIN"] }),
  },
  host_path: { kubernetes: hostVolume("/srv"), docker: bind("/srv/open/data") },
  host_network: { kubernetes: config({ hostNetwork: true }), docker: config({ networks: ["host"] }) },
  host_pid: { kubernetes: config({ hostPID: true }), docker: config({ pid_mode: "host" }) },
  host_ipc: { kubernetes: config({ hostIPC: true }), docker: config({ ipc_mode: "host" }) },
  host_ports: {
    kubernetes: config({ ports: [{ containerPort: 80, hostPort: 80 }] }),
    docker: config({ ports: ["127.0.0.1:8080:80"] }),
    swarm: config({ ports: ["0.0.0.0:8080:80"] }),
  },
  devices: {
    kubernetes: config({ volumeDevices: [{ name: "v", devicePath: "/dev/x" }] }),
    docker: config({ devices: ["/dev/fuse"] }),
  },
  docker_socket: { kubernetes: hostVolume("/var/run"), docker: bind("/var/run/docker.sock") },
  root_user: { kubernetes: security({ runAsUser: 0 }), docker: config({ user: "0" }) },
  service_account_token: { kubernetes: { service_account_name: "powerful" } },
};

const idle = (seconds: number): JsonObject => ({
  lifecycle_config: { termination_policy: { enable_auto_termination: true, max_idle_seconds: seconds } },
});

const rules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    denyRules.map((rule) => [`deny.${rule}`, { policy: `deny: [${rule}]\n`, broken: denied[rule] }]),
  ),
  "maximum.resources.limits": {
    policy: "maximum: { resources: { limits: { memory: 1Gi } } }\n",
    broken: everywhere(limits({ memory: "1025Mi" })),
  },
  "maximum.resources.requests": {
    policy: "maximum: { resources: { requests: { memory: 1Gi } } }\n",
    broken: everywhere(config({ resources: { requests: { memory: "1025Mi" } } })),
  },
  "maximum.storage": {
    policy: "maximum: { storage: 5Gi }\n",
    broken: { kubernetes: { storage_request_size: "6Gi" } },
  },
  "maximum.max_idle_seconds": { policy: "maximum: { max_idle_seconds: 60 }\n", broken: everywhere(idle(61)) },
  "require.images": {
    policy: "require: { images: [registry.example.com/*] }\n",
    broken: { kubernetes: config({ image: "evil.com/a" }), docker: config({ image: "evil.com/a" }) },
  },
  "require.labels": { policy: "require: { labels: [team] }\n", broken: everywhere({}) },
  "require.resources": { policy: "require: { resources: true }\n", broken: everywhere(limits({ cpu: "1" })) },
  "require.termination_policy": { policy: "require: { termination_policy: true }\n", broken: everywhere({}) },
  "enforce.strict": { policy: "enforce: true\nstrict: true\nport: 8080\n", broken: everywhere({ port: 9090 }) },
};

const cells = backends.flatMap((backend) =>
  Object.entries(rules).flatMap(([rule, { policy, broken }]) => {
    const document = brokenOn(backend, broken);
    return document ? [{ backend, rule, policy, document }] : [];
  }),
);

describe.each(backends)("on %s", (backend) => {
  let database: TestDatabase;
  let portal: TestPortal;
  let editor: Call;
  let admin: Call;
  /** What somebody else made on the cluster. */
  let unmanaged: readonly FoundWorkload[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    const { type, build, rules: kinds, adoption } = providers[backend];
    const fake = createFakeCluster().provider;
    const provider: Provider = {
      ...fake,
      type,
      build,
      rules: kinds,
      ...(adoption ? { adoption } : {}),
      connect: async (options) => ({ ...(await fake.connect(options)), unmanaged: async () => unmanaged }),
    };
    portal = await openTestPortal({ database, provider });
    // Each pass of the reconciler is made by hand.
    await portal.loop.close();
    [editor, admin] = [await portal.as("editor"), await portal.as("admin")];
  }, 60_000);
  afterAll(async () => {
    await portal.stop();
    await database.close();
  });

  const named = (name: string, document: JsonObject): JsonObject => {
    const { container_config: own, ...rest } = document;
    const image = backend === "local" ? {} : { image: "registry.example.com/a:1" };
    return { name, ...rest, container_config: { ...image, ...(typeof own === "object" ? own : {}) } };
  };
  /** Objects that break the rule themselves, where the backend's builder makes such. */
  const foundAs = (document: JsonObject): FoundWorkload => {
    const names = { main: "theirs", data: "theirs-data", env: "theirs-env" };
    const workspace = { id: "theirs", name: "theirs", owner: "", revision: 1, restarts: 0 };
    const context = { workspace, names, namespace: null, running: true, environment: [], facts: {} };
    const { build } = providers[backend];
    const objects = [document, named("theirs", {})].flatMap((wish) => {
      try {
        return [build(wish, context)];
      } catch {
        return []; // A builder that refuses by itself makes nothing that could be found.
      }
    })[0];
    const main = objects?.find(({ kind }) => kind === "StatefulSet" || kind === "Container" || kind === "Service");
    if (!objects || !main) throw new Error("nothing could be built");
    return {
      kind: main.kind,
      namespace: null,
      name: "theirs",
      uid: "theirs",
      image: null,
      mounts: [],
      running: true,
      ready: true,
      since: null,
      mage: false,
      workspaceId: null,
      obstacle: null,
      remarks: [],
      objects: [main],
    };
  };
  /** Schema or policy: whichever comes first, nothing of it is stored. */
  const refusal = { code: expect.stringMatching(/^(policy\/denied|document\/invalid)$/) };
  const refusalOf = async (rule: string, deed: Promise<unknown>) => {
    const error: unknown = await deed.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "policy/denied" });
    return expect(JSON.stringify(error, ["options", "faults", "rule"])).toMatch(
      new RegExp(`"${rule}"|"docker-safety"`),
    );
  };

  it.each(cells.filter((cell) => cell.backend === backend))(
    "$rule is refused by create, update, start, restart, adopt and the reconciler",
    async ({ rule, policy, document }) => {
      const name = `w-${rule.replace(/[^a-z]/g, "-")}`;
      const { db } = portal.services;
      await savePolicy(admin, { text: "enabled: false\n" });
      const { workspace } = await createWorkspace(editor, { document: named(name, {}) });
      await stopWorkspace(editor, { name });
      await savePolicy(admin, { text: policy });

      const bad = named(name, document);
      await expect(createWorkspace(editor, { document: { ...bad, name: `${name}-2` } })).rejects.toMatchObject(refusal);
      const update = updateWorkspace(editor, { name }, { document_yaml: JSON.stringify(bad) });
      await expect(update).rejects.toMatchObject(refusal);

      if (providers[backend].adoption) {
        unmanaged = [foundAs(bad)];
        const { kind } = unmanaged[0] ?? { kind: "" };
        const wish = { kind, name: "theirs", workspace_name: `${name}-3` };
        const adopted = adopt(admin, backend === "swarm" ? "docker" : backend, {
          ...wish,
          document: { ...bad, name: `${name}-3` },
        });
        await expect(adopted).rejects.toMatchObject(refusal);
      }

      // As if it had been stored before anybody thought of the rule.
      await db.revision.updateMany({ where: { workspaceId: workspace.id }, data: { document: bad } });
      await refusalOf(rule, startWorkspace(editor, { name }));
      await refusalOf(rule, restartWorkspace(editor, { name }));

      // Accepted before the rule, and taken up after it.
      await db.operation.updateMany({ where: { workspaceId: workspace.id }, data: { state: "queued" } });
      await db.workspace.update({ where: { id: workspace.id }, data: { desired: "running" } });
      const signal = new AbortController().signal;
      const options = { fresh: true, leaseSeconds: 30, deadlineSeconds: 600, random: () => 0, signal };
      await reconcileWorkspace(portal.services, workspace.id, options);
      expect(await getWorkspace(editor, { name })).toMatchObject({ phase: "failed", cause: { code: "policy-denied" } });
    },
  );
});

it("rules that have no meaning on a backend are these, and no others", () => {
  const absent = Object.entries(rules).flatMap(([rule, { broken }]) =>
    backends.filter((backend) => !brokenOn(backend, broken)).map((backend) => `${rule} ${backend}`),
  );
  expect(absent).toEqual([
    ...denyRules.flatMap((rule) =>
      rule === "service_account_token"
        ? [`deny.${rule} docker`, `deny.${rule} swarm`, `deny.${rule} local`]
        : [`deny.${rule} local`],
    ),
    "maximum.storage docker",
    "maximum.storage swarm",
    "maximum.storage local",
    "require.images local",
  ]);
});
