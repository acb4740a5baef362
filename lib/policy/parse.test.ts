import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "./parse";
import { denyRules, type Policy } from "./policy";

function policyOf(text: string): Policy {
  const reading = parsePolicy(text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.policy;
}
const faultsOf = (text: string) => {
  const reading = parsePolicy(text);
  return reading.ok ? [] : reading.faults;
};

const whole = `enabled: true
enforce: true
strict: true
container_config:
  resources: { limits: { memory: 4Gi } }
  nodeSelector: { pool: work }
service_account_name: berth
lifecycle_config: { termination_policy: { enable_auto_termination: true, max_idle_seconds: 3600 } }
maximum: { resources: { requests: { cpu: "2" }, limits: { cpu: "4", memory: 8Gi, nvidia.com/gpu: 1 } }, storage: 50Gi, max_idle_seconds: 86400 }
deny: [privileged, privilege_escalation, added_capabilities, host_path, host_network, host_pid, host_ipc, host_ports, devices, docker_socket, root_user, service_account_token]
require: { images: ["registry.example.com/*"], labels: [team], resources: true, termination_policy: true }
`;

describe("parsePolicy", () => {
  it("reads the whole shape of product section 3", () => {
    expect(policyOf(whole)).toMatchObject({
      enabled: true,
      enforce: true,
      strict: true,
      maximum: { resources: { limits: { "nvidia.com/gpu": 1 } }, storage: "50Gi", max_idle_seconds: 86400 },
      deny: denyRules,
      require: { images: ["registry.example.com/*"], labels: ["team"], resources: true, termination_policy: true },
    });
  });

  it("a policy is on and fills gaps only, unless it says otherwise", () => {
    expect(policyOf("port: 8080\n")).toMatchObject({ enabled: true, enforce: false, strict: false, deny: [] });
    expect(policyOf("enabled: false\n").enabled).toBe(false);
  });

  it("tells every fault at once, each with its line and column", () => {
    const text = `enforced: true
deny: [privilegd]
maximum:
  storage: lots
  memory: 1Gi
container_config:
  resources:
    limits: { memory: 4Gi }
  nodeSelektor: {}
require: { images: registry }
`;
    expect(faultsOf(text)).toMatchObject([
      { path: "enforced", line: 1, column: 1, message: 'Unknown key "enforced". Did you mean "enforce"?' },
      expect.objectContaining({ path: "deny[0]", line: 2, message: expect.stringContaining("root_user") }),
      expect.objectContaining({ path: "maximum.storage", line: 4 }),
      expect.objectContaining({ path: "maximum.memory", line: 5 }),
      {
        path: "container_config.nodeSelektor",
        line: 9,
        column: 3,
        message: 'Unknown key "nodeSelektor". Did you mean "nodeSelector"?',
      },
      expect.objectContaining({ path: "require.images", line: 10 }),
    ]);
  });

  it.each(["name", "cluster", "template", "description", "pvc_subpath"])(
    "%s belongs to one workspace and cannot stand in a policy",
    (key) => expect(faultsOf(`${key}: x\n`)).toMatchObject([{ path: key, line: 1 }]),
  );

  it.each(["", "# nothing\n", "null\n"])("%j is no policy: switching it off is said by enabled: false", (text) =>
    expect(faultsOf(text)).toMatchObject([{ message: "The policy is empty. Write enabled: false to switch it off." }]),
  );

  it.each(["- a\n", "text\n", "a: [\n", "a: 1\na: 2\n", "x: &x { privileged: true }\n<<: *x\n"])("refuses %j", (text) =>
    expect(faultsOf(text).length).toBeGreaterThan(0),
  );

  it("takes container_config as a YAML text too", () => {
    expect(policyOf("container_config: |\n  image: a:1\n").defaults.kubernetes).toEqual({
      container_config: { image: "a:1" },
    });
    expect(faultsOf("container_config: |\n  imag: a:1\n")).toMatchObject([{ path: "container_config.imag" }]);
  });

  it("gives each type of cluster what it understands, and variables to all", () => {
    const { defaults } = policyOf(`container_config:
  nodeSelector: { pool: work }
  networks: [work]
  resources: { limits: { memory: 4Gi } }
  environment: { TEAM: data }
  env: [{ name: NODE, valueFrom: { fieldRef: { fieldPath: spec.nodeName } } }]
storage_class_name: fast
port: 8080
`);
    const team = { name: "TEAM", value: "data" };
    const resources = { limits: { memory: "4Gi" } };
    expect(defaults.kubernetes).toMatchObject({ storage_class_name: "fast", port: 8080 });
    expect(defaults.kubernetes.container_config).toEqual({
      nodeSelector: { pool: "work" },
      resources,
      env: [expect.objectContaining({ name: "NODE" }), team],
    });
    expect(defaults.docker).toEqual({
      port: 8080,
      container_config: { networks: ["work"], nodeSelector: { pool: "work" }, resources, env: [team] },
    });
    expect(defaults.local).toEqual({ port: 8080, container_config: { resources, env: [team] } });
  });

  it("property: no text makes it throw", () => {
    fc.assert(fc.property(fc.string(), (text) => void parsePolicy(text)));
    fc.assert(fc.property(fc.json(), (text) => void parsePolicy(text)));
  });

  it("property: what is read once is read the same again from its own words", () => {
    const amount = fc.constantFrom("1", "500m", "2Gi", 4);
    const policy = fc.record(
      {
        enabled: fc.boolean(),
        enforce: fc.boolean(),
        strict: fc.boolean(),
        deny: fc.subarray([...denyRules]),
        maximum: fc.record({ storage: amount, max_idle_seconds: fc.integer({ min: 60, max: 9999 }) }),
        require: fc.record({ labels: fc.array(fc.constantFrom("team", "cost")), resources: fc.boolean() }),
        port: fc.integer({ min: 1, max: 65535 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(policy, (value) => {
        if (Object.keys(value).length === 0) return;
        const read = policyOf(JSON.stringify(value));
        expect(read.enabled).toBe(value.enabled ?? true);
        expect(read.enforce).toBe(value.enforce ?? false);
        expect(read.deny).toEqual(value.deny ?? []);
        expect(read.maximum).toEqual(value.maximum ?? {});
        expect(read.defaults.docker).toEqual(value.port === undefined ? {} : { port: value.port });
      }),
    );
  });
});
