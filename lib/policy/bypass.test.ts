import { describe, expect, it } from "vitest";
import { resolveDocument } from "@/lib/layers/resolve";
import { dockerProvider } from "@/lib/provisioning/docker/provider";
import { kubernetesProvider } from "@/lib/provisioning/kubernetes/provider";
import type { Manifest } from "@/lib/provisioning/manifest";
import { objectNames } from "@/lib/provisioning/naming";
import { isPortalError, type Fault } from "@/lib/shared/errors";
import { parseDocument } from "@/lib/workspaces/document";
import { checkPolicies } from "./check";
import { policyLayers } from "./layers";
import { parsePolicy } from "./parse";
import type { PolicyInForce } from "./policy";

const providers = { kubernetes: kubernetesProvider, docker: dockerProvider } as const;

function inForce(text: string): readonly PolicyInForce[] {
  const reading = parsePolicy(text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return [{ source: "portal", policy: reading.policy }];
}

type Settings = Readonly<Record<string, string>>;

/** The whole way of a document: parsed, resolved with the policy, built, checked. Whatever refuses it on the way. */
function refusal(type: "kubernetes" | "docker", config: string, policy = "enforce: true\n", settings: Settings = {}) {
  const document = parseDocument(
    config.includes("name: lab") ? config : `name: lab\ncontainer_config:\n${indented(config)}`,
    {
      clusterType: type,
    },
  );
  if (!document.ok) return { by: "document", faults: document.faults, resolved: null, manifests: [] };
  const policies = inForce(policy);
  const resolved = resolveDocument({
    clusterType: type,
    document: document.json,
    template: null,
    settings,
    workspace: { name: "lab" },
    facts: { namespace: "work" },
    policies: policyLayers(policies, type),
  });
  const build = (): readonly Manifest[] =>
    providers[type].build(resolved.value, {
      workspace: { id: "abcdef123456", name: "lab", owner: "a@example.com", revision: 1, restarts: 0 },
      names: objectNames(type, { id: "abcdef123456", name: "lab" }, false),
      namespace: "work",
      running: true,
      environment: [],
      facts: { namespace: "work" },
    });
  try {
    const manifests = build();
    const input = { clusterType: type, resolved, conflictsOf: resolved, manifests };
    const faults = checkPolicies(input, policies);
    return { by: faults.length > 0 ? "policy" : null, faults, resolved, manifests };
  } catch (error) {
    if (!isPortalError(error) || error.code !== "policy/denied") throw error;
    return { by: "builder", faults: error.options.faults ?? [], resolved, manifests: [] };
  }
}

const indented = (text: string) => text.trimEnd().replace(/^/gm, "  ") + "\n";
const rulesOf = (faults: readonly Fault[]) => [...new Set(faults.map(({ rule }) => rule))];

describe("known ways around a policy", () => {
  it("volume driver options cannot be written: a document names volumes, it makes none", () => {
    const config = "image: a\nvolumes:\n  data: { bind: /x, driver_opts: { type: none, o: bind, device: / } }\n";
    expect(refusal("docker", config).by).toBe("document");
  });

  it.each(["initContainers", "sidecars"])("pod-level keys cannot be smuggled in through %s", (key) => {
    for (const pod of ["hostNetwork: true", "hostPID: true", "volumes: [{ name: v, hostPath: { path: / } }]"]) {
      expect(refusal("kubernetes", `image: a\n${key}: [{ name: s, image: b, ${pod} }]\n`).by).toBe("document");
    }
  });

  it.each(["hostNetwork", "hostPID", "hostIPC", "ephemeralContainers", "automountServiceAccountToken"])(
    "%s is no key of container_config",
    (key) => expect(refusal("kubernetes", `image: a\n${key}: true\n`).by).toBe("document"),
  );

  it.each(["hostNetwork", "hostPID", "hostIPC"])("%s counts wherever it came in, were it let through", (key) => {
    for (const config of [{ [key]: true }, { sidecars: [{ name: "s", [key]: "true" }] }]) {
      const value = { container_config: { image: "a", ...config } };
      const input = { clusterType: "kubernetes" as const, resolved: { value }, conflictsOf: null, manifests: [] };
      expect(checkPolicies(input, [])).toHaveLength(1);
    }
  });

  it.each(["securityContext: { capabilities: { add: [NET_ADMIN] } }"])(
    "capabilities are found on the main container and on every other: %s",
    (context) => {
      const deny = "deny: [added_capabilities]\n";
      expect(rulesOf(refusal("kubernetes", `image: a\n${context}\n`, deny).faults)).toEqual([
        "deny.added_capabilities",
      ]);
      const others = `image: a\nsidecars: [{ name: s, image: b, ${context} }]\ninitContainers: [{ name: i, image: b, ${context} }]\n`;
      expect(refusal("kubernetes", others, deny).faults).toHaveLength(2);
    },
  );

  it("capabilities at the pod's level of securityContext count on a built pod", () => {
    const spec = { securityContext: { capabilities: { add: ["SYS_ADMIN"] } }, containers: [{ name: "c" }] };
    const manifests = [{ kind: "StatefulSet", name: "x", body: { spec: { template: { spec } } } }];
    const input = { clusterType: "kubernetes" as const, resolved: { value: {} }, conflictsOf: null, manifests };
    expect(rulesOf(checkPolicies(input, inForce("deny: [added_capabilities]\n")))).toEqual(["deny.added_capabilities"]);
  });

  const onlyOurs = "require: { images: [registry.example.com/*] }\n";
  it.each([
    "image: evil.com/a\nimage_tag: registry.example.com\n",
    "image: evil.com/a@sha256:0000000000000000000000000000000000000000000000000000000000000000\n",
    "image: registry.example.com.evil.com/a\n",
    "image: registry.example.com/a\nsidecars: [{ name: s, image: evil.com/b }]\n",
    "image: registry.example.com/a\nvolumes: [{ name: v, image: { reference: evil.com/b } }]\n",
  ])("an image allow list is not beaten by tag, digest, prefix or another container: %j", (config) => {
    expect(rulesOf(refusal("kubernetes", config, onlyOurs).faults)).toEqual(["require.images"]);
  });

  it.each(["kubernetes", "docker"] as const)("on %s a user's image_tag does not change an enforced image", (type) => {
    const policy = "enforce: true\ncontainer_config: { image: registry.example.com/tools:1 }\n";
    const { resolved, by } = refusal(type, "image: evil.com/a:2\nimage_tag: evil\n", policy);
    expect(by).toBeNull();
    expect(resolved?.value.container_config).toEqual({ image: "registry.example.com/tools:1" });
    const strict = refusal(type, "image_tag: evil\n", `strict: true\n${policy}`);
    expect(strict.faults).toMatchObject([
      { path: "container_config.image_tag", message: expect.stringContaining("registry.example.com/tools:1") },
    ]);
  });

  it("a hostPath among volumes is refused without any policy", () => {
    const config = "image: a\nvolumes: [{ name: v, hostPath: { path: /srv } }]\n";
    expect(rulesOf(refusal("kubernetes", config).faults)).toEqual(["deny.host_path"]);
  });

  const shared = { WORKSPACE_PVC_NAME: "shared", WORKSPACE_PVC_SUBPATH_PREFIX: "workspaces" };
  it.each([
    "volumeMounts: [{ name: home, mountPath: /all }]\n",
    "volumeMounts: [{ name: home, mountPath: /other, subPath: workspaces/other }]\n",
    "volumeMounts: [{ name: home, mountPath: /other, subPath: workspaces/lab2 }]\n",
    "volumeMounts: [{ name: home, mountPath: /other, subPath: workspaces/lab/../other }]\n",
    "volumeMounts: [{ name: home, mountPath: /other, subPathExpr: workspaces/$(OTHER) }]\n",
    "sidecars: [{ name: s, image: b, volumeMounts: [{ name: home, mountPath: /all }] }]\n",
    "volumes: [{ name: v, persistentVolumeClaim: { claimName: shared } }]\nvolumeMounts: [{ name: v, mountPath: /all }]\n",
  ])("a subPath does not escape from a workspace's folder in the shared claim: %j", (config) => {
    expect(rulesOf(refusal("kubernetes", `image: a\n${config}`, undefined, shared).faults)).toEqual([
      "storage.sub_path",
    ]);
  });

  it("a folder inside its own is open", () => {
    const config = "image: a\nvolumeMounts: [{ name: home, mountPath: /in, subPath: workspaces/lab/in }]\n";
    expect(refusal("kubernetes", config, undefined, shared).faults).toEqual([]);
  });

  it("YAML merge keys are refused, and what an anchor carries is seen", () => {
    const merge = "image: a\nsidecars:\n  - &s { name: s, image: b }\n  - { <<: *s, name: t }\n";
    expect(refusal("kubernetes", merge).by).toBe("document");
    const anchor =
      "name: lab\ncontainer_config:\n  image: a\n  securityContext: &x { privileged: true }\n  sidecars: [{ name: s, image: b, securityContext: *x }]\n";
    expect(refusal("kubernetes", anchor).faults).toHaveLength(2);
  });

  it.each([
    ["kubernetes", 'securityContext: { privileged: "true" }'],
    ["kubernetes", 'securityContext: { runAsUser: "0" }'],
    ["kubernetes", 'ports: [{ containerPort: 80, hostPort: "80" }]'],
  ] as const)("numeric strings and texts for true do not slip through on %s: %s", (type, config) => {
    expect(refusal(type, `image: a\n${config}\n`, "deny: [privileged, root_user]\n").by).not.toBeNull();
  });

  it.each(["1001m", "1.001", "1001e-3", "2", "1e1", "1k"])(
    "a CPU limit of %s is more than 1 in any spelling",
    (cpu) => {
      const policy = "maximum: { resources: { limits: { cpu: 1 } } }\n";
      const config = `image: a\nresources: { limits: { cpu: "${cpu}" } }\n`;
      expect(rulesOf(refusal("kubernetes", config, policy).faults)).toEqual(["maximum.resources.limits"]);
      expect(rulesOf(refusal("docker", config, policy).faults)).toEqual(["maximum.resources.limits"]);
    },
  );

  it.each(["1", "1000m", "1e0", "1.0"])("a CPU limit of %s is no conflict with an enforced 1", (cpu) => {
    const policy = "enforce: true\nstrict: true\ncontainer_config: { resources: { limits: { cpu: 1 } } }\n";
    expect(refusal("kubernetes", `image: a\nresources: { limits: { cpu: "${cpu}" } }\n`, policy).faults).toEqual([]);
  });

  it.each(["mem_limit: 64g", "resources: { limits: { memory: 64Gi } }"])(
    "on Docker %s does not beat an enforced limit under the limit's other name",
    (config) => {
      const policy = "enforce: true\ncontainer_config: { resources: { limits: { memory: 4Gi } } }\n";
      const { manifests } = refusal("docker", `image: a\n${config}\n`, policy);
      const container = manifests.find(({ kind }) => kind === "Container");
      expect(container?.body.resources).toMatchObject({ memory: 4 * 1024 ** 3 });
      expect(refusal("docker", `image: a\n${config}\n`, `strict: true\n${policy}`).faults).toMatchObject([
        { path: "container_config.resources.limits.memory", rule: "enforce.strict" },
      ]);
    },
  );

  it("mem_limit: 512m is no conflict with an enforced 512Mi", () => {
    const policy = "enforce: true\nstrict: true\ncontainer_config: { resources: { limits: { memory: 512Mi } } }\n";
    expect(refusal("docker", "image: a\nmem_limit: 512m\n", policy).faults).toEqual([]);
  });

  it.each(["privileged: true", "cap_add: [ALL]", "network_mode: host", "pid_mode: host", "devices: [/dev/sda]"])(
    "%s is no key of a Docker document",
    (config) => expect(refusal("docker", `image: a\n${config}\n`).by).toBe("document"),
  );

  it("the engine's socket is refused on Docker without any policy", () => {
    const config = "image: a\nvolumes: { /var/run: { bind: /x } }\n";
    expect(refusal("docker", config)).toMatchObject({ by: "builder" });
  });

  it("an enforced key stays, although the document writes null over it", () => {
    const policy = "enforce: true\nstrict: true\ncontainer_config: { resources: { limits: { memory: 4Gi } } }\n";
    const { resolved } = refusal("kubernetes", "image: a\nresources: null\n", policy);
    expect(resolved?.value.container_config).toMatchObject({ resources: { limits: { memory: "4Gi" } } });
  });
});
