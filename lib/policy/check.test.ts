import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "@/lib/shared/json";
import { checkBuiltInPolicy, checkRules } from "./check";
import { denyRules, type DenyRule } from "./policy";

const inputOf = (value: JsonObject, manifests: readonly JsonObject[] = []) => ({
  clusterType: "kubernetes" as const,
  resolved: { value },
  conflictsOf: null,
  manifests: manifests.map((body) => ({ kind: "StatefulSet", name: "x", body })),
});
const input = (config: JsonObject, manifests: readonly JsonObject[] = []) =>
  inputOf({ container_config: { image: "a", ...config } }, manifests);
const none = { deny: [], maximum: {}, require: {} };
const statefulSet = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } });
const rulesOf = (faults: readonly { readonly rule?: string }[]) => [...new Set(faults.map((fault) => fault.rule))];

const safe = {
  automountServiceAccountToken: false,
  containers: [{ name: "c", securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false } }],
};
const broken: Readonly<Record<DenyRule, JsonObject>> = {
  privileged: { containers: [{ securityContext: { privileged: true } }] },
  privilege_escalation: { containers: [{ securityContext: { allowPrivilegeEscalation: true } }] },
  added_capabilities: { containers: [{ securityContext: { capabilities: { add: ["NET_ADMIN"] } } }] },
  host_path: { volumes: [{ name: "v", hostPath: { path: "/data" } }] },
  host_network: { hostNetwork: true },
  host_pid: { hostPID: true },
  host_ipc: { hostIPC: true },
  host_ports: { containers: [{ ports: [{ containerPort: 1, hostPort: 80 }] }] },
  devices: { containers: [{ volumeDevices: [{ name: "v", devicePath: "/dev/x" }] }] },
  docker_socket: { volumes: [{ name: "v", hostPath: { path: "/var//run/" } }] },
  root_user: { containers: [{ name: "c" }] },
  service_account_token: { automountServiceAccountToken: true },
};

describe("deny", () => {
  it.each([...denyRules])("%s is found on a built object, and not on a safe one", (rule) => {
    expect(
      rulesOf(
        checkRules(input({ securityContext: { runAsNonRoot: true } }, [statefulSet(broken[rule])]), {
          ...none,
          deny: [rule],
        }),
      ),
    ).toEqual([`deny.${rule}`]);
    expect(
      checkRules(input({ securityContext: { runAsNonRoot: true } }, [statefulSet(safe)]), { ...none, deny: [rule] }),
    ).toEqual([]);
  });

  it.each(["initContainers", "sidecars"])("a privileged container cannot be smuggled in as one of %s", (key) => {
    const faults = checkBuiltInPolicy(input({ [key]: [{ name: "s", securityContext: { privileged: true } }] }));
    expect(faults).toMatchObject([
      { path: `container_config.${key}[0].securityContext.privileged`, rule: "deny.privileged" },
    ]);
  });

  it("an ephemeral container of a built pod is looked at too", () => {
    const spec = { ephemeralContainers: [{ securityContext: { privileged: true } }] };
    expect(rulesOf(checkBuiltInPolicy(input({}, [statefulSet(spec)])))).toEqual(["deny.privileged"]);
  });

  it.each(["/", "/var", "/var/run/docker.sock", "/run//docker.sock"])(
    "a host path %s is refused as the engine's socket",
    (path) => {
      expect(rulesOf(checkBuiltInPolicy(input({ volumes: [{ name: "v", hostPath: { path } }] })))).toEqual([
        "deny.host_path",
        "deny.docker_socket",
      ]);
    },
  );

  it("one container's user says nothing about another", () => {
    const config = { securityContext: { runAsUser: 1000 }, sidecars: [{ name: "s" }] };
    const faults = checkRules(input(config), { ...none, deny: ["root_user"] });
    expect(faults.map((fault) => fault.path)).toEqual(["container_config.sidecars[0].securityContext"]);
  });

  it("an ordinary workspace passes the built-in rules", () => {
    expect(
      checkBuiltInPolicy(input({ env: [], resources: {}, securityContext: { runAsUser: 0 } }, [statefulSet(safe)])),
    ).toEqual([]);
  });
});

describe("maximum", () => {
  const maximum = {
    resources: { limits: { cpu: "1", memory: "1Gi", "nvidia.com/gpu": 1 } },
    storage: "10Gi",
    max_idle_seconds: 3600,
  };
  const limits = (values: Readonly<Record<string, Json>>) =>
    checkRules(input({ resources: { limits: values } }), { ...none, maximum });

  it.each(["1", 1, "1000m", "1e0", "1.0", "0.9"])("allows a CPU limit of %j where 1 is the most", (cpu) =>
    expect(limits({ cpu })).toEqual([]),
  );
  it.each(["1001m", "2", 1.5, "1e1", "1k", "nonsense"])("refuses a CPU limit of %j where 1 is the most", (cpu) =>
    expect(limits({ cpu })).toHaveLength(1),
  );
  it("refuses more memory in any spelling", () => {
    expect(limits({ memory: "1025Mi" })).toHaveLength(1);
    expect(limits({ memory: "1073741824" })).toEqual([]);
    expect(limits({ memory: "1073741825" })).toHaveLength(1);
  });

  it("a limit of 0, which is none, is not within a maximum", () => {
    expect(limits({ cpu: 0 })).toMatchObject([{ path: "container_config.resources.limits.cpu" }]);
    expect(limits({ memory: "0Mi" })).toHaveLength(1);
  });

  it("a limit without a request counts as the request that Kubernetes makes of it", () => {
    const requests = { resources: { requests: { cpu: "1" } } };
    const faults = checkRules(input({ resources: { limits: { cpu: "2" } } }), { ...none, maximum: requests });
    expect(faults).toMatchObject([{ path: "container_config.resources.requests.cpu" }]);
    const written = input({ resources: { limits: { cpu: "2" }, requests: { cpu: "1" } } });
    expect(checkRules(written, { ...none, maximum: requests })).toEqual([]);
  });

  it("holds for claims, those that are built and those that are made with the pod", () => {
    const spec = { resources: { requests: { storage: "11Gi" } } };
    const claim = { kind: "PersistentVolumeClaim", name: "c", body: { spec } };
    expect(checkRules({ ...input({}), manifests: [claim] }, { ...none, maximum })).toMatchObject([
      { rule: "maximum.storage" },
    ]);
    const volumes = [{ name: "v", ephemeral: { volumeClaimTemplate: { spec } } }];
    expect(rulesOf(checkRules(input({ volumes }), { ...none, maximum }))).toEqual(["maximum.storage"]);
  });

  it("counts for sidecars, storage and idle time", () => {
    const resolved = {
      container_config: { sidecars: [{ name: "s", resources: { limits: { cpu: "2" } } }] },
      storage_request_size: "11Gi",
      lifecycle_config: { termination_policy: { max_idle_seconds: 3601 } },
    };
    const faults = checkRules(inputOf(resolved), { ...none, maximum });
    expect(rulesOf(faults)).toEqual(["maximum.storage", "maximum.max_idle_seconds", "maximum.resources.limits"]);
  });
});

describe("require", () => {
  const images = (image: string, pattern: string) =>
    checkRules(input({ image }), { ...none, require: { images: [pattern] } });

  it.each([
    ["registry.example.com/a:1", "registry.example.com/*"],
    ["registry.example.com/a@sha256:00", "registry.example.com/*"],
    ["busybox", "docker.io/library/busybox"],
    ["mageai/mageai:latest", "docker.io/mageai/*"],
  ])("allows %s by %s", (image, pattern) => expect(images(image, pattern)).toEqual([]));

  it.each([
    ["evil.com/registry.example.com/a", "registry.example.com/*"],
    ["registry.example.com.evil.com/a", "registry.example.com/*"],
    ["registry.example.com:5000/a", "registry.example.com/*"],
    ["busybox:registry.example.com", "registry.example.com/*"],
  ])("refuses %s by %s", (image, pattern) =>
    expect(images(image, pattern)).toMatchObject([{ rule: "require.images" }]),
  );

  it("holds for every container", () => {
    const config = { image: "ok/a", initContainers: [{ name: "i", image: "evil/b" }] };
    expect(checkRules(input(config), { ...none, require: { images: ["ok/*"] } })).toHaveLength(1);
  });

  it("holds for images that are mounted as volumes", () => {
    const config = { image: "ok/a", volumes: [{ name: "v", image: { reference: "evil/b" } }] };
    expect(checkRules(input(config), { ...none, require: { images: ["ok/*"] } })).toMatchObject([
      { path: "container_config.volumes[0].image.reference" },
    ]);
  });

  it("a limit of 0 is no limit", () => {
    const config = { resources: { limits: { cpu: 0, memory: "1Gi" } } };
    expect(checkRules(input(config), { ...none, require: { resources: true } })).toMatchObject([
      { path: "container_config.resources.limits.cpu" },
    ]);
  });

  it("asks for labels, limits and idle stop", () => {
    const faults = checkRules(input({}), {
      ...none,
      require: { labels: ["team"], resources: true, termination_policy: true },
    });
    expect(rulesOf(faults)).toEqual(["require.labels", "require.termination_policy", "require.resources"]);
  });
});
