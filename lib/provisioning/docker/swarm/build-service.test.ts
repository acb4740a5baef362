import { describe, expect, it } from "vitest";
import { getIn, type JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../../manifest";
import { planChanges } from "../../plan";
import type { BuildContext } from "../../provider";
import { buildDocker } from "../build/build";
import { dockerRules } from "../diff-rules";
import type { ServiceAnswer } from "./answers";
import { readService } from "./read-service";
import { serviceRequest } from "./service-request";
import { serviceSpec } from "./service-spec";

const context: BuildContext = {
  workspace: { id: "abcdef123456", name: "demo", owner: "owner@example.com", revision: 1, restarts: 2 },
  names: { main: "berth-demo-123456", data: "berth-demo-data", env: "berth-demo-123456-env" },
  namespace: null,
  running: true,
  environment: [
    { name: "TOKEN", value: "it's", secret: true, origin: "inherited:USER_DEFINED_VARS" },
    { name: "odd-name", value: "x", secret: true, origin: "inherited:USER_DEFINED_VARS" },
    { name: "GREETING", value: "a=b", secret: false, origin: "document" },
  ],
  facts: { bind_roots: ["/srv/data"], publish: null, swarm: { node: "node1" } },
};
const build = (container: JsonObject = {}, more: Partial<BuildContext> = {}): readonly Manifest[] =>
  buildDocker({ container_config: { image: "team/app:1", ...container } }, { ...context, ...more });
const serviceOf = (...args: Parameters<typeof build>): JsonObject => build(...args).at(-1)?.body ?? {};

const everything: JsonObject = {
  entrypoint: ["/init"],
  command: "run 'two words'",
  user: 1000,
  working_dir: "/srv",
  volumes: { "/srv/data/shared": { bind: "/shared", mode: "ro" } },
  ports: ["0.0.0.0:18080:8080"],
  networks: ["team"],
  labels: { team: "data" },
  resources: { limits: { cpu: "500m", memory: "1Gi" }, requests: { cpu: "100m", memory: "512Mi" } },
  shm_size: "64m",
  gpus: 2,
  nodeSelector: { disk: "ssd", "kubernetes.io/hostname": "one", "node.role": "worker" },
  placement: { constraints: ["node.labels.zone != b"] },
};

describe("building a service", () => {
  it("makes a volume, a secret with the secret variables, and a service that names it", () => {
    const [volume, secret, service] = build();
    expect(volume).toMatchObject({ kind: "Volume", name: "berth-demo-data" });
    expect(secret).toMatchObject({ kind: "Secret", body: { data: { TOKEN: "it's" } } });
    expect(secret?.name).toMatch(/^berth-demo-123456-[0-9a-f]{10}$/);
    expect(service).toMatchObject({
      kind: "Service",
      name: "berth-demo-123456",
      body: {
        env: { GREETING: "a=b", "odd-name": "x" },
        secret_env: ["TOKEN", "odd-name"],
        secret: secret?.name,
        networks: ["berth-swarm"],
        constraints: ["node.id==node1"],
        restarts: 2,
        running: true,
      },
    });
  });

  it("names the secret after its content, so that another value is another secret", () => {
    const named = (value: string) =>
      serviceOf({}, { environment: [{ name: "TOKEN", value, secret: true, origin: "document" }] }).secret;
    expect(named("a")).toBe(named("a"));
    expect(named("a")).not.toBe(named("b"));
    expect(serviceOf({}, { environment: [] }).secret).toBeNull();
  });

  it("takes placement in Kubernetes' and in Swarm's words", () => {
    expect(serviceOf(everything).constraints).toEqual([
      "node.hostname==one",
      "node.labels.disk==ssd",
      "node.labels.zone!=b",
      "node.role==worker",
    ]);
  });

  it.each([
    [{ ports: ["8080"] }, /every address of the node.*0\.0\.0\.0:<host port>:8080/],
    [{ ports: ["127.0.0.1:80:8080"] }, /every address/],
    [{ gpus: "all" }, /cannot reserve all/],
    [{ nodeSelector: ["disk"] }, /must map/],
    [{ placement: ["disk"] }, /must be a list/],
    [{ placement: { constraints: ["disk is ssd"] } }, /disk is ssd is no constraint/],
    [{ nodeSelector: { disk: "ssd == x" } }, /is no constraint/],
  ])("refuses %j with the reason", (container, reason) => {
    expect(() => build(container)).toThrow(reason);
  });

  it.each([
    { privileged: true },
    { networks: ["host"] },
    { cap_add: ["SYS_ADMIN"] },
    { volumes: { "/etc": { bind: "/x" } } },
    { volumes: { "berth-other-data": { bind: "/x" } } },
  ])("refuses %j as on an engine alone", (container) => {
    expect(() => build(container)).toThrow(/This engine does not allow it/);
  });

  it.each([{}, everything, { command: ["x"] }])(
    "finds nothing to do when Swarm has what was asked of it: %j",
    (asked) => {
      const manifests = build(asked);
      const wanted = manifests.filter(({ kind }) => kind === "Service");
      const [service] = wanted;
      if (!service) throw new Error("there is a service");
      const image = { entrypoint: ["/image-init"], command: ["image", "command"] };
      const request = serviceRequest(service.name, serviceSpec(service.body), { secretId: "s1", image });
      expect(JSON.stringify(request)).not.toContain("it's");
      const Spec: ServiceAnswer["Spec"] = JSON.parse(JSON.stringify(request));
      const live = readService({ ID: "1", Version: { Index: 1 }, UpdatedAt: "", Spec }, (id) => id);
      expect(planChanges(wanted, [live], dockerRules, "").steps).toEqual([]);
      expect(getIn(request, ["TaskTemplate", "ContainerSpec", "Command", 0])).toBe("/bin/sh");
    },
  );

  it.each([
    ["a stop", { running: false }, "running", "live"],
    ["a restart", { workspace: { ...context.workspace, restarts: 3 } }, "restarts", "restart"],
    ["a variable", { environment: context.environment.slice(0, 2) }, "env.GREETING", "restart"],
  ])("%s is one change", (_, more, path, effect) => {
    const { steps } = planChanges(build({}, more), build(), dockerRules, "");
    expect(steps).toMatchObject([{ action: "update", changes: [{ path, effect }] }]);
  });

  it("a secret's other value is told without either", () => {
    const other = [{ name: "TOKEN", value: "new-value", secret: true, origin: "document" }];
    const plan = planChanges(build({}, { environment: other }), build(), dockerRules, "");
    expect(plan.effect).toBe("restart");
    const changes = plan.steps.flatMap((step) => (step.action === "update" ? step.changes : []));
    expect(JSON.stringify(changes)).not.toMatch(/new-value|it's/);
    expect(plan.steps.map((step) => step.action)).toEqual(["create", "update", "delete"]);
  });
});
