import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import type { BuildContext } from "../../provider";
import { buildDocker } from "./build";

const context: BuildContext = {
  workspace: { id: "abcdef123456", name: "demo", owner: "owner@example.com", revision: 7, restarts: 2 },
  names: { main: "berth-demo-123456", data: "berth-demo-data", env: "berth-demo-123456-env" },
  namespace: null,
  running: true,
  environment: [
    { name: "TOKEN", value: "secret", secret: true, origin: "inherited:USER_DEFINED_VARS" },
    { name: "GREETING", value: "a=b", secret: false, origin: "document" },
  ],
  facts: { bind_roots: ["/srv/data"], publish: null },
};
const build = (container: JsonObject, document: JsonObject = {}, more: Partial<BuildContext> = {}) =>
  buildDocker({ container_config: { image: "team/app:1", ...container }, ...document }, { ...context, ...more });
const bodyOf = (...args: Parameters<typeof build>): JsonObject => build(...args).at(-1)?.body ?? {};

describe("building a Docker workspace", () => {
  it("makes a volume and a container, complete", () => {
    const standard = {
      "app.kubernetes.io/name": "workspace",
      "app.kubernetes.io/instance": "demo",
      "app.kubernetes.io/managed-by": "berth",
      "berth.dev/workspace": "demo",
      "berth.dev/workspace-id": "abcdef123456",
    };
    expect(
      build(
        {
          entrypoint: ["/init"],
          command: "run 'two words'",
          user: 1000,
          working_dir: "/srv",
          volumes: { "/srv/data/shared": { bind: "/shared", mode: "ro" } },
          ports: { "8080": 18080 },
          labels: { team: "data" },
          resources: { limits: { cpu: "500m", memory: "1Gi" }, requests: { cpu: "100m", memory: "512Mi" } },
          shm_size: "64m",
          gpus: "all",
        },
        { port: 8888, health_path: "/api" },
      ),
    ).toEqual([
      { kind: "Volume", name: "berth-demo-data", body: { driver: "local", driver_opts: {}, labels: standard } },
      {
        kind: "Container",
        name: "berth-demo-123456",
        body: {
          image: "team/app:1",
          entrypoint: ["/init"],
          command: ["run", "two words"],
          user: "1000",
          working_dir: "/srv",
          env: { GREETING: "a=b", TOKEN: "secret" },
          secret_env: ["TOKEN"],
          mounts: [
            { type: "volume", source: "berth-demo-data", target: "/home/src", read_only: false },
            { type: "bind", source: "/srv/data/shared", target: "/shared", read_only: true },
          ],
          networks: ["berth"],
          ports: [{ container: "8080/tcp", address: "127.0.0.1", host: 18080 }],
          labels: {
            team: "data",
            ...standard,
            "berth.dev/restarts": "2",
            "berth.dev/port": "8888",
            "berth.dev/health-path": "/api",
          },
          resources: { nano_cpus: 5e8, memory: 1024 ** 3, memory_reservation: 512 * 1024 ** 2 },
          shm_size: 64 * 1024 ** 2,
          gpus: -1,
          running: true,
        },
      },
    ]);
  });

  it("makes no volume when the document mounts something at /home/src", () => {
    const manifests = build({ volumes: { "/srv/data/demo": { bind: "/home/src/", mode: "rw" } } });
    expect(manifests.map(({ kind }) => kind)).toEqual(["Container"]);
  });

  it.each([
    ["app", "2", "app:2"],
    ["app:1", "2", "app:2"],
    ["host:5000/team/app", "2", "host:5000/team/app:2"],
    ["app:1@sha256:abc", "2", "app:2"],
  ])("puts the image_tag on %s", (image, image_tag, expected) => {
    expect(bodyOf({ image, image_tag }).image).toBe(expected);
  });

  it("publishes the workspace's port only where the cluster says how it is reached", () => {
    expect(bodyOf({}).ports).toEqual([]);
    expect(bodyOf({}, {}, { facts: { publish: "10.0.0.5" } }).ports).toEqual([
      { container: "6789/tcp", address: "10.0.0.5", host: 0 },
    ]);
  });

  it("does not let a document forge Berth's labels", () => {
    expect(() => build({ labels: { "berth.dev/workspace-id": "somebody" } })).toThrow(/set by Berth itself/);
  });

  it.each([
    [{ image: "" }, /image is missing/],
    [{ command: "run 'open" }, /closing/],
    [{ volumes: { "./relative": { bind: "/x" } } }, /absolute path/],
    [{ volumes: { data: { bind: "relative" } } }, /begins with \//],
    [{ volumes: { one: { bind: "/x" }, two: { bind: "/x/" } } }, /two things/],
    [{ ports: ["99999"] }, /1 to 65535/],
    [{ ports: ["a:b"] }, /is not of the form/],
    [{ mem_limit: "many" }, /is no amount/],
    [{ gpus: "some" }, /number of devices/],
  ])("refuses %j with the reason", (container, reason) => {
    expect(() => build(container)).toThrow(reason);
  });

  it("refuses a variable that only Kubernetes could fill", () => {
    const environment = [
      { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } }, secret: false, origin: "document" },
    ];
    expect(() => build({}, {}, { environment })).toThrow(/NODE takes its value from Kubernetes/);
  });
});
