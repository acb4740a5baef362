import { describe, expect, it } from "vitest";
import { resolveDocument } from "@/lib/layers/resolve";
import { parseSettings } from "@/lib/config/parse-settings";
import { toEffectiveDto } from "./effective-dto";
import { configurationRows, isOwn, splitOrigin, type ConfigurationRow } from "./configuration-rows";

const reading = parseSettings({ CLUSTER_TYPE: "kubernetes", WORKSPACE_DEFAULT_RESOURCE_LIMITS_CPU: "2" }, {});
if (!reading.ok) throw new Error("settings of this test are wrong");

const effective = resolveDocument({
  clusterType: "kubernetes",
  document: {
    name: "lab",
    container_config: {
      image: "example/own:1",
      env: [{ name: "A", value: "1" }],
      resources: { limits: { cpu: "4" } },
    },
  },
  template: {
    name: "tool",
    version: 2,
    document: { container_config: { image: "example/tool:1", command: ["serve"] } },
  },
  settings: reading.settings,
  workspace: { name: "lab" },
  policies: [
    {
      layer: { name: "policy", detail: "workspace", value: { container_config: { image: "example/policy:1" } } },
      enforce: true,
    },
  ],
});
const environment = [
  {
    name: "A",
    value: "1",
    secret: false,
    origin: "document",
    replaced: [
      { name: "A", value: "h1dden", secret: true, origin: "inherited:USER_DEFINED_VARS" },
      { name: "A", value: "from-pattern", secret: false, origin: "environment:WORKSPACE_ENV_PATTERN" },
    ],
  },
  { name: "TOKEN", value: "s3cret", secret: true, origin: "inherited:USER_DEFINED_VARS" },
  {
    name: "REF",
    valueFrom: { secretKeyRef: { name: "s", key: "k" } },
    secret: false,
    origin: "template:tool@2",
  },
];
const rows = configurationRows(toEffectiveDto(effective, environment));
const row = (path: string): ConfigurationRow | undefined => rows.find((entry) => entry.path === path);

describe("the rows of an effective configuration", () => {
  it("have value, origin and everything that was replaced, weakest first", () => {
    expect(row("container_config.image")).toEqual({
      path: "container_config.image",
      value: "example/policy:1",
      origin: "policy:workspace",
      replaced: [
        expect.objectContaining({ layer: "template:tool@2", value: "example/tool:1" }),
        expect.objectContaining({ layer: "document", value: "example/own:1" }),
      ],
    });
    expect(row("container_config.resources.limits.cpu")).toMatchObject({
      value: "4",
      origin: "document",
      replaced: [{ layer: "environment:WORKSPACE_DEFAULT_RESOURCE_LIMITS_CPU", value: "2" }],
    });
  });

  it("show a list without keys as one value, with the layer that set it", () => {
    expect(row("container_config.command")).toMatchObject({
      value: ["serve"],
      origin: "template:tool@2",
      replaced: [],
    });
  });

  it("show each variable once, with secrets masked", () => {
    expect(row("container_config.env[TOKEN].value")).toMatchObject({
      value: "••••••",
      origin: "inherited:USER_DEFINED_VARS",
    });
    expect(row("container_config.env[REF].valueFrom.secretKeyRef.key")).toMatchObject({ origin: "template:tool@2" });
    expect(rows.filter(({ path }) => path.endsWith("].name"))).toEqual([]);
    expect(JSON.stringify(rows)).not.toContain("s3cret");
  });

  it("tell which weaker variables of the same name do not count, secrets masked", () => {
    expect(row("container_config.env[A].value")).toMatchObject({
      value: "1",
      origin: "document",
      replaced: [
        { layer: "inherited:USER_DEFINED_VARS", value: "••••••" },
        { layer: "environment:WORKSPACE_ENV_PATTERN", value: "from-pattern" },
      ],
    });
    expect(JSON.stringify(rows)).not.toContain("h1dden");
  });

  it("have an origin for every path", () => {
    for (const { path, origin } of rows)
      expect(origin, path).toMatch(/^(builtin|environment|policy|template|document|inherited)/);
    expect(rows.filter(isOwn).map(({ path }) => path)).toContain("name");
  });

  it("keep what was removed", () => {
    const removed = configurationRows({
      document: { name: "lab" },
      origins: { name: "document" },
      overrides: [{ path: "description", layer: "template:tool@2", value: "a tool", by: "document" }],
    });
    expect(removed[0]).toMatchObject({ path: "description", value: undefined, origin: "document" });
  });
});

it("an origin is a layer and what tells more about it", () => {
  expect(splitOrigin("environment:USER_DEFINED_VARS__ENV__a:b")).toEqual([
    "environment",
    "USER_DEFINED_VARS__ENV__a:b",
  ]);
  expect(splitOrigin("document")).toEqual(["document", ""]);
});
