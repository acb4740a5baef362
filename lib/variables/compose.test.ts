import { describe, expect, it } from "vitest";
import { resolveLayers } from "@/lib/layers/merge";
import type { JsonObject } from "@/lib/shared/json";
import { changedNames, composeEnvironment, type ComposeInput } from "./compose";
import { environmentRules, isNeverInherited } from "./inherit";

const variable = (name: string, value = name.toLowerCase(), secret = false) => ({ name, value, secret });
const resolved = (env: readonly JsonObject[]) =>
  resolveLayers([{ name: "document", value: { container_config: { env } } }]);

function compose(change: Partial<ComposeInput>) {
  const { entries, warnings } = composeEnvironment({
    workspace: { name: "my-workspace" },
    own: {
      url: "http://my-workspace.localhost:3000",
      basePath: null,
      port: 6789,
      namespace: null,
      runConfigPath: null,
    },
    variables: [],
    settings: {},
    rules: new Map(),
    resolved: resolved([]),
    ...change,
  });
  return { entries, warnings, byName: new Map(entries.map((entry) => [entry.name, entry])) };
}

describe("composeEnvironment", () => {
  it("gives Berth's own variables, base paths only when served under one", () => {
    expect(compose({}).entries.map((entry) => entry.name)).toEqual(["BERTH_WORKSPACE", "BERTH_URL", "PORT"]);
    const under = compose({
      own: { url: "u", basePath: "/w/x", port: 1, namespace: "ns", runConfigPath: null },
    }).byName;
    expect(under.get("MAGE_BASE_PATH")?.value).toBe("w/x");
    expect(under.get("KUBE_NAMESPACE")).toMatchObject({ value: "ns", origin: "builtin:berth" });
  });

  it("inherits nothing without INHERIT_ENV_VARS", () => {
    expect(compose({ variables: [variable("A")], settings: { USER_DEFINED_VARS: "A" } }).byName.has("A")).toBe(false);
  });

  it("inherits what USER_DEFINED_VARS names, and keeps secrets marked", () => {
    const settings = { INHERIT_ENV_VARS: true, USER_DEFINED_VARS: "A,DEV_*" };
    const { byName } = compose({
      variables: [variable("A", "1", true), variable("DEV_X"), variable("OTHER")],
      settings,
    });
    expect(byName.get("A")).toEqual({ name: "A", value: "1", secret: true, origin: "inherited:USER_DEFINED_VARS" });
    expect(byName.has("DEV_X")).toBe(true);
    expect(byName.has("OTHER")).toBe(false);
  });

  it("inherits all when managed and the list is unset, none with a warning when self-hosted", () => {
    const variables = [variable("A"), variable("DATABASE_URL"), variable("BERTH_SECRET"), variable("KUBERNETES_PORT")];
    const managed = compose({ variables, settings: { INHERIT_ENV_VARS: true, BERTH_DEPLOYMENT: "managed" } });
    expect(managed.byName.has("A")).toBe(true);
    expect(["DATABASE_URL", "BERTH_SECRET", "KUBERNETES_PORT"].some((name) => managed.byName.has(name))).toBe(false);
    const own = compose({ variables, settings: { INHERIT_ENV_VARS: true, BERTH_DEPLOYMENT: "self-hosted" } });
    expect(own.byName.has("A")).toBe(false);
    expect(own.warnings.map(({ message }) => message)).toEqual([expect.stringContaining("USER_DEFINED_VARS")]);
  });

  it.each([
    "DATABASE_URL",
    "PATH",
    "HOME",
    "HOSTNAME",
    "KUBERNETES_SERVICE_HOST",
    "npm_config_cache",
    "NODE_OPTIONS",
    "BERTH_SECRET",
    "WORKSPACE_PVC_NAME",
    "USER_DEFINED_VARS__ENV__dev",
    "DOCKER_HOST",
    "ZENML_X",
    "LD_PRELOAD",
  ])("never inherits %s, even when a pattern names it", (name) => {
    expect(isNeverInherited(name)).toBe(true);
    expect(
      compose({
        variables: [variable(name)],
        settings: { INHERIT_ENV_VARS: true, USER_DEFINED_VARS: `*,${name}` },
      }).byName.get(name)?.origin ?? "none",
    ).not.toContain("inherited");
  });

  it("computes ENV from WORKSPACE_ENV_PATTERN before the rules for ENV are chosen", () => {
    const rules = environmentRules({ "USER_DEFINED_VARS__ENV__dev_my-workspace": "DEV_ENV_*", OTHER: "x" });
    const settings = {
      INHERIT_ENV_VARS: true,
      USER_DEFINED_VARS: "BASE",
      WORKSPACE_ENV_PATTERN: "dev_{workspace_name}",
    };
    const { byName } = compose({ variables: [variable("DEV_ENV_A"), variable("PROD_A")], settings, rules });
    expect(byName.get("ENV")).toEqual({
      name: "ENV",
      value: "dev_my-workspace",
      secret: false,
      origin: "environment:WORKSPACE_ENV_PATTERN",
    });
    expect(byName.get("DEV_ENV_A")?.origin).toBe("inherited:USER_DEFINED_VARS__ENV__dev_my-workspace");
    expect(byName.has("PROD_A")).toBe(false);
  });

  it("an ENV in the document wins over the pattern, and chooses the rule", () => {
    const rules = environmentRules({ USER_DEFINED_VARS__ENV__prod: "PROD_*" });
    const settings = { INHERIT_ENV_VARS: true, USER_DEFINED_VARS: "X", WORKSPACE_ENV_PATTERN: "dev" };
    const { byName } = compose({
      variables: [variable("PROD_A")],
      settings,
      rules,
      resolved: resolved([{ name: "ENV", value: "prod" }]),
    });
    expect(byName.get("ENV")).toMatchObject({ value: "prod", origin: "document" });
    expect(byName.has("PROD_A")).toBe(true);
  });

  it("the document always wins over inheritance, and references stay references", () => {
    const valueFrom = { secretKeyRef: { name: "s", key: "k" } };
    const { byName } = compose({
      variables: [variable("A"), variable("B")],
      settings: { INHERIT_ENV_VARS: true, USER_DEFINED_VARS: "*" },
      resolved: resolved([
        { name: "A", value: "mine" },
        { name: "B", valueFrom },
      ]),
    });
    expect(byName.get("A")).toMatchObject({ name: "A", value: "mine", secret: false, origin: "document" });
    expect(byName.get("B")).toMatchObject({ name: "B", valueFrom, secret: false, origin: "document" });
    expect(byName.get("B")).not.toHaveProperty("value");
  });

  it("what does not count is kept with the variable that won, weakest first", () => {
    const { byName } = compose({
      variables: [variable("ENV")],
      settings: { INHERIT_ENV_VARS: true, USER_DEFINED_VARS: "*", WORKSPACE_ENV_PATTERN: "dev_{workspace_name}" },
      resolved: resolved([{ name: "ENV", value: "mine" }]),
    });
    expect(byName.get("ENV")?.replaced?.map(({ origin }) => origin)).toEqual([
      "inherited:USER_DEFINED_VARS",
      "environment:WORKSPACE_ENV_PATTERN",
    ]);
    expect(byName.get("BERTH_WORKSPACE")).not.toHaveProperty("replaced");
  });

  it("a bad pattern is a warning that names its setting", () => {
    const { warnings } = compose({ settings: { INHERIT_ENV_VARS: true, USER_DEFINED_VARS: "[A" } });
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringMatching(/^USER_DEFINED_VARS: "\[A"/)]);
  });
});

describe("changedNames", () => {
  it("names what is new, gone or different, sorted, without values", () => {
    expect(changedNames({ A: "1", B: "2", C: "3" }, { A: "1", B: "x", D: "4" })).toEqual(["B", "C", "D"]);
    expect(changedNames({}, JSON.parse('{"__proto__": "1"}') as Record<string, string>)).toEqual(["__proto__"]);
  });
});
