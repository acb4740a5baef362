import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openApiDocument } from "./openapi";

const root = "app/api/v1";

/** `GET /workspaces/{name}` and so on, from the files that Next serves. */
function served(folder = root): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return served(file);
    if (entry.name !== "route.ts") return [];
    const where = path.posix
      .dirname(file)
      .slice(root.length)
      .replace(/\[(\w+)\]/g, "{$1}");
    const methods = fs.readFileSync(file, "utf8").matchAll(/^export const (GET|POST|PUT|PATCH|DELETE)\b/gm);
    return [...methods].map(([, method]) => `${method} ${where}`);
  });
}

function described(): string[] {
  return Object.entries(openApiDocument("0.0.0").paths ?? {}).flatMap(([where, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${where}`),
  );
}

describe("the OpenAPI document", () => {
  it("describes every route that is served, and no other", () => {
    // The document itself is the one route that it need not describe.
    const routes = served().filter((route) => route !== "GET /openapi.json");
    expect(described().sort()).toEqual(routes.sort());
  });

  it("gives every operation a name of its own", () => {
    const ids = JSON.stringify(openApiDocument("0.0.0")).match(/"operationId":"\w+"/g) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
