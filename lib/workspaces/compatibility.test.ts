import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { settingNames } from "@/lib/config/settings";
import { podFields } from "@/lib/provisioning/kubernetes/build/fields";
import { documentSchema } from "./schema";

const root = path.resolve(import.meta.dirname, "../..");
const text = readFileSync(path.join(root, "docs/reference/compatibility.md"), "utf8");

describe("docs/reference/compatibility.md", () => {
  it("has a row for every field of a document and every key that goes to the pod", () => {
    const fields = [...Object.keys(documentSchema.shape), ...Object.keys(podFields)];
    expect(fields.filter((field) => !new RegExp(`\`(container_config\\.)?${field}[\`.]`).test(text))).toEqual([]);
  });

  it("has a row for every setting of workspaces and of Docker", () => {
    const ofDocument = /^(INHERIT_|USER_DEFINED|WORKSPACE_|SHARE_SECRETS|MAGE_CLUSTER_UUID|DOCKER_|KUBE_)/;
    const names = settingNames.filter((name) => ofDocument.test(name));
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it("names only tests that exist, and has no empty cell", () => {
    const files = [...text.matchAll(/`((?:lib|e2e)\/[\w./-]+\.ts)`/g)].map(([, file = ""]) => file);
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
    expect(text.split("\n").filter((line) => /^\|.*\|\s*\|/.test(line))).toEqual([]);
  });
});
