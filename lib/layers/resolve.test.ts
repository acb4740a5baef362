import { describe, expect, it } from "vitest";
import { findBuiltIn } from "@/lib/templates/built-in";
import { readTemplate } from "@/lib/templates/parse";
import { filledUnderlay, readValues } from "@/lib/templates/underlay";
import type { JsonObject } from "@/lib/shared/json";
import { resolveDocument, type ResolveInput } from "./resolve";

const resolve = (document: JsonObject, change: Partial<ResolveInput> = {}) =>
  resolveDocument({
    clusterType: "kubernetes",
    document: { name: "team", ...document },
    template: null,
    settings: {},
    workspace: { name: "team" },
    ...change,
  });
const image = { container_config: { image: "a" } };

describe("resolveDocument", () => {
  it("fills a Kubernetes workspace with the built-in values and says so", () => {
    const { value, origins } = resolve(image);
    expect(value).toMatchObject({
      port: 6789,
      health_path: "/",
      storage_request_size: "2Gi",
      storage_access_mode: "ReadWriteOnce",
      pvc_retention_policy: "Retain",
    });
    expect(origins.get("port")).toBe("builtin");
    expect(origins.get("container_config.image")).toBe("document");
  });

  it("does not put storage of Kubernetes on Docker", () => {
    expect(
      resolve(image, { clusterType: "docker", settings: { WORKSPACE_STORAGE_CLASS: "fast" } }).value,
    ).not.toHaveProperty("storage_class_name");
  });

  it("names the setting that a value is from, and what the document replaced", () => {
    const settings = {
      WORKSPACE_DEFAULT_RESOURCE_LIMITS_MEMORY: "4Gi",
      WORKSPACE_DEFAULT_RESOURCE_LIMITS_CPU: "2",
      KUBE_NAMESPACE: "ns",
    };
    const { origins, overrides } = resolve(
      { container_config: "image: a\nresources: {limits: {memory: 8Gi}}\n" },
      { settings },
    );
    expect(origins.get("container_config.resources.limits.cpu")).toBe(
      "environment:WORKSPACE_DEFAULT_RESOURCE_LIMITS_CPU",
    );
    expect(origins.get("namespace")).toBe("environment:KUBE_NAMESPACE");
    expect(overrides).toContainEqual({
      path: "container_config.resources.limits.memory",
      layer: "environment:WORKSPACE_DEFAULT_RESOURCE_LIMITS_MEMORY",
      value: "4Gi",
      by: "document",
    });
  });

  it("lays the document over its template: env by name, the rest deep", () => {
    const mage = readTemplate(findBuiltIn("mage")?.texts[0] ?? "");
    const { values } = readValues(mage, "docker", undefined);
    const template = { name: "mage", version: 1, document: filledUnderlay(mage, 1, "docker", values) };
    const { value, origins } = resolve(
      { template: "mage", container_config: { environment: { ENV: "dev" } } },
      { clusterType: "docker", template },
    );
    expect(value.container_config).toEqual({
      image: "mageai/mageai:latest",
      env: [
        { name: "USER_CODE_PATH", value: "/home/src/default_repo" },
        { name: "ENV", value: "dev" },
      ],
    });
    expect(origins.get("container_config.env[USER_CODE_PATH].value")).toBe("template:mage@1");
    expect(origins.get("parameters.tag")).toBe("template:mage@1");
    expect(origins.get("container_config.env[ENV].value")).toBe("document");
  });

  it("orders policies: below the template when not enforced, above the document when enforced", () => {
    const layer = { name: "policy" as const, detail: "file", value: { port: 1 } };
    expect(resolve({ ...image, port: 2 }, { policies: [{ layer, enforce: false }] }).value.port).toBe(2);
    const enforced = resolve({ ...image, port: 2 }, { policies: [{ layer, enforce: true }] });
    expect(enforced.value.port).toBe(1);
    expect(enforced.overrides).toContainEqual({ path: "port", layer: "document", value: 2, by: "policy:file" });
  });

  it.each([
    ["mageai/mageai:1", "2", "mageai/mageai:2"],
    ["registry:5000/a", "2", "registry:5000/a:2"],
    ["a@sha256:00", "2", "a:2"],
  ])("puts image_tag into %s", (name, tag, expected) => {
    const { value } = resolve({ container_config: { image: name, image_tag: tag } });
    expect(value.container_config).toEqual({ image: expected });
  });

  it("takes the shared claim and a folder of the workspace's own in it", () => {
    const settings = { WORKSPACE_PVC_NAME: "shared", WORKSPACE_PVC_SUBPATH_PREFIX: "/workspaces/" };
    const { value, faults } = resolve(image, { settings });
    expect(value).toMatchObject({ pvc_name: "shared", pvc_subpath: "workspaces/team" });
    expect(faults).toEqual([]);
    expect(resolve(image, { settings: { WORKSPACE_PVC_NAME: "shared" } }).faults).toMatchObject([
      { path: "pvc_subpath" },
    ]);
  });

  it("uses the seed documents' storage class only where it exists, and says when it does not", () => {
    const there = resolve(image, { facts: { storage_classes: [{ name: "efs-sc-us-west-2" }] } });
    expect(there.value).toMatchObject({ storage_class_name: "efs-sc-us-west-2", storage_access_mode: "ReadWriteMany" });
    const absent = resolve(image, { facts: { storage_classes: ["standard"] } });
    expect(absent.value).not.toHaveProperty("storage_class_name");
    expect(absent.warnings).toHaveLength(1);
  });

  it("finds what cannot run: no image, requests above limits", () => {
    expect(resolve({}).faults).toMatchObject([{ path: "container_config.image" }]);
    const resources = { requests: { cpu: "2" }, limits: { cpu: "1500m" } };
    expect(resolve({ container_config: { image: "a", resources } }).faults).toMatchObject([
      { path: "container_config.resources.requests.cpu" },
    ]);
  });

  it("runs the app that comes with Berth on this machine when nothing else is named", () => {
    const { value, origins, faults } = resolve({}, { clusterType: "local" });
    expect(value.container_config).toEqual({ command: ["{node}", "{app}/notes/server.mjs"] });
    expect(origins.get("container_config.command")).toBe("builtin");
    expect(faults).toEqual([]);
  });

  it("does not change its input", () => {
    const document = { name: "team", container_config: { image: "a", environment: { A: 1 } } };
    const before = JSON.stringify(document);
    resolve(document, { clusterType: "docker" });
    expect(JSON.stringify(document)).toBe(before);
  });
});
