import { readFileSync } from "node:fs";
import path from "node:path";
import type { ContainerInspectInfo } from "dockerode";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../manifest";
import { planChanges, type FieldChange } from "../plan";
import type { BuildContext } from "../provider";
import { buildDocker } from "./build/build";
import { dockerRules } from "./diff-rules";
import { readContainer } from "./inspect";

const inspected: ContainerInspectInfo = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "fixtures", "running.json"), "utf8"),
);
const totals = { cpus: 2, memory: 25_276_510_208 };

const document: JsonObject = {
  image: "berth.test/workspace:1",
  mem_limit: "64m",
  cpus: 0.5,
  ports: ["8080"],
  volumes: { shared: { bind: "/shared", mode: "ro" } },
  labels: { team: "data" },
  user: "1000",
};
const entry = (name: string, value: string, secret = false) => ({ name, value, secret, origin: "document" });
const environment = [entry("GREETING", "hello"), entry("TOKEN", "xyz", true)];
const context: BuildContext = {
  workspace: { id: "abcdef123456", name: "demo", owner: "owner@example.com", revision: 1, restarts: 0 },
  names: { main: "berth-demo-123456", data: "berth-demo-data", env: "berth-demo-123456-env" },
  namespace: null,
  running: true,
  environment,
  facts: {},
};

const containerOf = (container: JsonObject, more: Partial<BuildContext> = {}): readonly Manifest[] =>
  buildDocker({ container_config: container }, { ...context, ...more }).filter(({ kind }) => kind === "Container");

function changesTo(container: JsonObject, more: Partial<BuildContext> = {}): readonly FieldChange[] {
  const { steps } = planChanges(containerOf(container, more), [readContainer(inspected, totals)], dockerRules, "");
  return steps.flatMap((step) => (step.action === "update" || step.action === "replace" ? step.changes : []));
}

describe("comparing a container with what is wanted", () => {
  it("finds nothing to do for the document that it was made from", () => {
    expect(changesTo(document)).toEqual([]);
  });

  it("takes nothing of the image for its own", () => {
    expect(readContainer(inspected, totals).body).toMatchObject({
      env: { GREETING: "hello", TOKEN: "xyz" },
      secret_env: ["TOKEN"],
      command: null,
      entrypoint: null,
      working_dir: null,
      shm_size: null,
    });
  });

  it.each<[string, JsonObject, Partial<BuildContext>, string, string]>([
    ["a variable removed", document, { environment: environment.slice(1) }, "env.GREETING", "recreate"],
    ["another image", { ...document, image_tag: "2" }, {}, "image", "recreate"],
    ["another memory limit", { ...document, mem_limit: "128m" }, {}, "resources.memory", "live"],
    ["another CPU limit", { ...document, cpus: 1 }, {}, "resources.nano_cpus", "live"],
    ["a command", { ...document, command: "sleep 5" }, {}, "command", "recreate"],
    ["another user", { ...document, user: 1001 }, {}, "user", "recreate"],
    [
      "a mount that may be written",
      { ...document, volumes: { shared: { bind: "/shared", mode: "rw" } } },
      {},
      "mounts[target=/shared].read_only",
      "recreate",
    ],
    ["a stop", document, { running: false }, "running", "live"],
    [
      "a restart",
      document,
      { workspace: { ...context.workspace, restarts: 1 } },
      "labels.berth.dev/restarts",
      "recreate",
    ],
  ])("%s is one change", (_, container, more, changed, effect) => {
    expect(changesTo(container, more)).toMatchObject([{ path: changed, effect }]);
  });

  it("takes a limit of all that the machine has for none, unless that is wanted", () => {
    const lifted: ContainerInspectInfo = {
      ...inspected,
      HostConfig: {
        ...inspected.HostConfig,
        Memory: totals.memory,
        NanoCpus: totals.cpus * 1e9,
        MemoryReservation: -1,
      },
    };
    const unlimited = Object.fromEntries(
      Object.entries(document).filter(([key]) => key !== "mem_limit" && key !== "cpus"),
    ) as JsonObject;
    const steps = (container: JsonObject) =>
      planChanges(containerOf(container), [readContainer(lifted, totals)], dockerRules, "").steps;
    expect(steps(unlimited)).toEqual([]);
    expect(steps({ ...unlimited, cpus: 2, mem_limit: totals.memory })).toEqual([]);
    expect(steps(document)).toMatchObject([{ action: "update", effect: "live" }]);
  });

  it("says that a volume's data would be lost", () => {
    const volume = (driver: string): Manifest => ({
      kind: "Volume",
      name: "berth-demo-data",
      body: { driver, driver_opts: {} },
    });
    expect(planChanges([volume("other")], [volume("local")], dockerRules, "").effect).toBe("data-loss");
    expect(planChanges([], [volume("local")], dockerRules, "").effect).toBe("data-loss");
  });
});
