import { describe, expect, it } from "vitest";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { JsonObject } from "@/lib/shared/json";
import { checkRules } from "./check";
import { denyRules, type DenyRule, type Rules } from "./policy";

const none: Rules = { deny: [], maximum: {}, require: {} };
const check = (config: JsonObject, rules: Partial<Rules>, manifests: readonly JsonObject[] = [], kind = "Container") =>
  checkRules(
    {
      clusterType: (kind === "Process" ? "local" : "docker") satisfies ClusterType,
      resolved: { value: { container_config: { image: "a", user: "1000", ...config } } },
      conflictsOf: null,
      manifests: manifests.map((body) => ({ kind, name: "x", body })),
    },
    { ...none, ...rules },
  );
const rulesOf = (faults: readonly { readonly rule?: string }[]) => [...new Set(faults.map(({ rule }) => rule))];

const bind = (source: string): JsonObject => ({ volumes: { [source]: { bind: "/x", mode: "rw" } } });
const built: JsonObject = { user: "1000", image: "a", mounts: [], ports: [], networks: ["berth"] };
const mounted = (source: string): JsonObject => ({ mounts: [{ type: "bind", source, target: "/x" }] });

/** What breaks each rule: as a document says it, and as the built container shows it. */
const broken: Readonly<Record<Exclude<DenyRule, "service_account_token">, readonly [JsonObject, JsonObject]>> = {
  privileged: [{ privileged: true }, { privileged: true }],
  privilege_escalation: [{ security_opt: ["seccomp=unconfined"] }, { privileged: true }],
  added_capabilities: [{ cap_add: ["NET_ADMIN"] }, { cap_add: ["SYS_PTRACE"] }],
  host_path: [bind("/srv/data"), mounted("/srv/data")],
  host_network: [{ networks: ["host"] }, { network_mode: "container:other" }],
  host_pid: [{ pid_mode: "host" }, { pid: "host" }],
  host_ipc: [{ ipc_mode: "host" }, { ipc: "host" }],
  host_ports: [{ ports: { "80": 8080 } }, { ports: [{ container: "80/tcp", address: "127.0.0.1", host: 8080 }] }],
  devices: [{ devices: ["/dev/fuse"] }, mounted("/dev/kvm")],
  docker_socket: [bind("/var//run/docker.sock"), mounted("/run")],
  root_user: [{ user: "0:0" }, { user: null }],
};

describe("deny on Docker", () => {
  it.each(Object.entries(broken))("%s is found in a document, and on the built container", (rule, [config, body]) => {
    const deny = denyRules.filter((known) => known === rule);
    expect(rulesOf(check(config, { deny }))).toEqual([`deny.${rule}`]);
    expect(rulesOf(check({}, { deny }, [{ ...built, ...body }]))).toEqual([`deny.${rule}`]);
    expect(check({}, { deny }, [built])).toEqual([]);
  });

  it.each(["root", "0", "00", "app", "", null])("user %j does not show that it is not root", (user) =>
    expect(rulesOf(check({ user }, { deny: ["root_user"] }))).toEqual(["deny.root_user"]),
  );

  it.each(["1000", 1000, "1000:0"])("user %j is not root", (user) =>
    expect(check({ user }, { deny: ["root_user"] })).toEqual([]),
  );

  it("volume driver options that bind the machine's folders are host paths", () => {
    const volume = {
      kind: "Volume",
      name: "v",
      body: { driver: "local", driver_opts: { type: "none", o: "bind", device: "/etc" } },
    };
    const container = { kind: "Container", name: "c", body: built };
    const input = {
      clusterType: "docker" as const,
      resolved: { value: {} },
      conflictsOf: null,
      manifests: [volume, container],
    };
    expect(rulesOf(checkRules(input, { ...none, deny: ["host_path"] }))).toEqual(["deny.host_path"]);
  });

  it("the port that the portal publishes for itself is not the user's", () => {
    const ports = [{ container: "6789/tcp", address: "127.0.0.1", host: 0 }];
    expect(check({}, { deny: ["host_ports"] }, [{ ...built, ports }])).toEqual([]);
  });
});

describe("maximum and require on Docker and local", () => {
  const maximum = { resources: { limits: { cpu: "1", memory: "1Gi", "nvidia.com/gpu": 1 } } };

  it("counts what the built container has, whichever key it came from", () => {
    const body = {
      ...built,
      resources: { nano_cpus: 1_500_000_000, memory: 2 ** 31, memory_reservation: null },
      gpus: -1,
    };
    expect(check({}, { maximum }, [body]).map(({ path }) => path)).toEqual([
      "container_config.resources.limits.cpu",
      "container_config.resources.limits.memory",
      'container_config.resources.limits["nvidia.com/gpu"]',
    ]);
  });

  it("gpus: all is more than any number", () => {
    expect(check({ gpus: "all" }, { maximum })).toHaveLength(1);
    expect(check({ gpus: 1 }, { maximum })).toEqual([]);
  });

  it("counts for a local process", () => {
    expect(rulesOf(check({}, { maximum }, [{ limits: { cpu: 2, memory: null } }], "Process"))).toEqual([
      "maximum.resources.limits",
    ]);
  });

  it("an image that is not allowed is refused on Docker; a process has none", () => {
    const require = { images: ["ok/*"] };
    expect(rulesOf(check({ image: "evil/a" }, { require }))).toEqual(["require.images"]);
    expect(rulesOf(check({ image: "ok/a" }, { require }, [{ ...built, image: "evil/a" }]))).toEqual(["require.images"]);
    expect(check({}, { require }, [{ limits: {} }], "Process")).toEqual([]);
  });

  it("required limits are asked of the built object", () => {
    const require = { resources: true };
    expect(check({ resources: { limits: { cpu: 1, memory: "1Gi" } } }, { require }, [built]).length).toBeGreaterThan(0);
  });
});
