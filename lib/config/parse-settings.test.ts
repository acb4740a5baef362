import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseSettings } from "./parse-settings";
import { settingsDocument } from "./settings-doc";

type Env = Readonly<Record<string, string | undefined>>;

function settings(env: Env, file: Readonly<Record<string, unknown>> = {}) {
  const reading = parseSettings(env, file);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.settings;
}

function faults(env: Env, file: Readonly<Record<string, unknown>> = {}) {
  const reading = parseSettings(env, file);
  return reading.ok ? [] : reading.faults;
}

describe("settings", () => {
  it("all have defaults", () => {
    expect(settings({})).toMatchObject({
      BERTH_URL: "http://localhost:3000",
      PORT: 3000,
      HOST: "127.0.0.1",
      BERTH_DATA_DIR: "./data",
      CLUSTER_TYPE: "local",
      DATABASE_URL: null,
    });
  });

  it("name every fault at once, with what is allowed and secrets masked", () => {
    const found = faults({
      PORT: "http",
      BERTH_LOG_LEVEL: "loud",
      BERTH_SECRET: "short",
      DOCKER_TLS_VERIFY: "maybe",
      DATABASE_URL: "mysql://root:pw@db/x",
    });
    expect(found.map(({ name, value }) => [name, value])).toEqual([
      ["PORT", "http"],
      ["DATABASE_URL", "(secret)"],
      ["BERTH_LOG_LEVEL", "loud"],
      ["BERTH_SECRET", "(secret)"],
      ["DOCKER_TLS_VERIFY", "maybe"],
    ]);
    expect(found.every(({ allowed }) => allowed !== "")).toBe(true);
    expect(JSON.stringify(found)).not.toMatch(/short|root:pw/);
  });

  it.each([
    ["a shared claim without a folder", { WORKSPACE_PVC_NAME: "shared" }, "WORKSPACE_PVC_SUBPATH_PREFIX"],
    [
      "a folder that leaves the claim",
      { WORKSPACE_PVC_NAME: "shared", WORKSPACE_PVC_SUBPATH_PREFIX: "a/../.." },
      "WORKSPACE_PVC_SUBPATH_PREFIX",
    ],
    ["an owner without a password", { BERTH_OWNER_EMAIL: "ada@example.com" }, "BERTH_OWNER_PASSWORD"],
    ["a short bootstrap token", { BERTH_BOOTSTRAP_TOKEN: "x".repeat(31) }, "BERTH_BOOTSTRAP_TOKEN"],
    ["local clusters on an open address", { HOST: "0.0.0.0", CLUSTER_TYPE: "local" }, "CLUSTER_TYPE"],
    [
      "workspaces on the portal's own origin",
      { BERTH_URL: "https://a.example.com", BERTH_WORKSPACE_URL: "https://a.example.com/w/{workspace}/" },
      "BERTH_WORKSPACE_URL",
    ],
    [
      "a pattern without a place for the workspace",
      { BERTH_WORKSPACE_URL: "https://apps.example.com" },
      "BERTH_WORKSPACE_URL",
    ],
    ["a portal address with a path", { BERTH_URL: "https://example.com/berth" }, "BERTH_URL"],
  ])("refuse %s", (_case, env, name) => {
    expect(faults(env).map((fault) => fault.name)).toContain(name);
  });

  it("refuse lists and maps in BERTH_CONFIG and take numbers and booleans", () => {
    expect(faults({}, { PORT: [1] })).toMatchObject([{ name: "PORT" }]);
    expect(settings({}, { PORT: 4000, INHERIT_ENV_VARS: true })).toMatchObject({
      PORT: 4000,
      INHERIT_ENV_VARS: true,
      BERTH_URL: "http://localhost:4000",
    });
  });

  it("of the environment win over BERTH_CONFIG; an empty one counts as not set", () => {
    expect(settings({ PORT: "5000", KUBE_NAMESPACE: "" }, { PORT: 4000 })).toMatchObject({
      PORT: 5000,
      KUBE_NAMESPACE: null,
    });
  });

  it.each([
    [{ KUBECONFIG: "/k" }, "kubernetes"],
    [{ KUBERNETES_SERVICE_HOST: "10.0.0.1", DOCKER_HOST: "unix:///d.sock" }, "kubernetes"],
    [{ DOCKER_HOST: "unix:///d.sock" }, "docker"],
    [{ HOST: "0.0.0.0" }, null],
    [{ HOST: "0.0.0.0", BERTH_ALLOW_LOCAL: "1" }, "local"],
    [{ KUBECONFIG: "/k", CLUSTER_TYPE: "docker" }, "docker"],
  ])("find the type of the default cluster: %j is %s", (env, type) => {
    expect(settings(env).CLUSTER_TYPE).toBe(type);
  });

  it("warn about unknown names of ours with the nearest one, and about nothing else", () => {
    expect(
      parseSettings({ BERTH_LOGLEVEL: "info", BERTH_TOKEN: "x", BERTH_TEST_DOCKER: "x", MY_APP: "x" }, {}).warnings,
    ).toEqual(["BERTH_LOGLEVEL is not a setting of Berth and has no effect. Did you mean BERTH_LOG_LEVEL?"]);
  });
});

describe("variables of the default cluster", () => {
  it("never contain settings, credentials or what belongs to the portal's process", () => {
    const env = {
      ...{
        DATABASE_URL: "postgresql://u:p@h/d",
        BERTH_SECRET: "x".repeat(32),
        NEXTAUTH_SECRET: "s",
        KUBERNETES_SERVICE_HOST: "h",
        KUBECONFIG: "/k",
      },
      ...{
        PATH: "/bin",
        HOME: "/root",
        HOSTNAME: "pod",
        NODE_OPTIONS: "-x",
        npm_config_cache: "c",
        USER_DEFINED_VARS: "*",
        BERTH_NEW: "n",
        MAGE_CLUSTER_UUID: "u",
      },
      ...{ DEV_ENV_A: "1", AWS_REGION: "eu" },
    };
    expect(settings(env, { FROM_FILE: 2 }).clusterVariables).toEqual({
      DEV_ENV_A: "1",
      AWS_REGION: "eu",
      FROM_FILE: "2",
    });
  });

  it("by ENV may have names that a shell cannot set", () => {
    const read = settings(
      { USER_DEFINED_VARS__ENV__prod: "A" },
      { "USER_DEFINED_VARS__ENV__dev_my-workspace": "B,C_*" },
    );
    expect(read.userDefinedVarsByEnv).toEqual({ "dev_my-workspace": "B,C_*", prod: "A" });
    expect(read.clusterVariables).toEqual({});
  });
});

it("docs/settings.md is what scripts/settings-doc.ts makes of the table", () => {
  expect(readFileSync(path.resolve(import.meta.dirname, "../../docs/settings.md"), "utf8")).toBe(settingsDocument());
});
