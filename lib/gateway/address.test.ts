import { describe, expect, it } from "vitest";
import { parseLabel, patternFault, routeOf, workspaceBasePath, workspaceLabel, workspaceUrl } from "./address";

const local = { BERTH_URL: "http://localhost:3000", BERTH_WORKSPACE_URL: null };
const hosts = { BERTH_URL: "https://berth.example.com", BERTH_WORKSPACE_URL: "https://{workspace}.apps.example.com" };
const paths = {
  BERTH_URL: "https://berth.example.com",
  BERTH_WORKSPACE_URL: "https://apps.example.com/w/{workspace}/",
};
const demo = { name: "demo", cluster: "local", onDefaultCluster: true };

describe("the address of a workspace", () => {
  it.each([
    [local, "http://demo.localhost:3000/", ""],
    [hosts, "https://demo.apps.example.com/", ""],
    [paths, "https://apps.example.com/w/demo/", "/w/demo"],
    [{ BERTH_URL: "http://127.0.0.1:80", BERTH_WORKSPACE_URL: null }, "http://demo.localhost/", ""],
    [{ BERTH_URL: "https://berth.example.com", BERTH_WORKSPACE_URL: null }, "https://demo.berth.example.com/", ""],
  ])("follows %j", (settings, url, base) => {
    expect(workspaceUrl(settings, demo)).toBe(url);
    expect(workspaceBasePath(settings, demo)).toBe(base);
  });

  it("names the cluster where the name alone would be ambiguous, and is read back exactly", () => {
    for (const name of ["a", "a--b", "x-1"]) {
      for (const onDefaultCluster of [true, false]) {
        const read = parseLabel(workspaceLabel({ name, cluster: "b", onDefaultCluster }));
        expect(read.name).toBe(name);
        expect(read.cluster ?? (onDefaultCluster ? "b" : "?")).toBe("b");
      }
    }
  });
});

describe("the route of a request", () => {
  it.each([
    [local, "localhost:3000", "/x", { kind: "portal" }],
    [local, "demo.localhost:3000", "/a?b", { kind: "workspace", label: "demo", base: "", path: "/a?b", strip: false }],
    [local, "DEMO.localhost:3000", "/", { kind: "workspace", label: "demo", base: "", path: "/", strip: false }],
    [
      local,
      "127.0.0.1:3000",
      "/w/demo/a",
      { kind: "workspace", label: "demo", base: "/w/demo", path: "/a", strip: true },
    ],
    [
      local,
      "127.0.0.1:3000",
      "/workspaces?x=1",
      { kind: "to-portal", location: "http://localhost:3000/workspaces?x=1" },
    ],
    [local, "127.0.0.1:3000", "//evil.example/x", { kind: "to-portal", location: "http://localhost:3000/" }],
    [local, "evil.example:3000", "/", { kind: "unknown-host" }],
    [local, "a.b.localhost:3000", "/", { kind: "unknown-host" }],
    [hosts, "berth.example.com", "/w/demo/", { kind: "portal" }],
    [hosts, "demo.apps.example.com", "/", { kind: "workspace", label: "demo", base: "", path: "/", strip: false }],
    [
      paths,
      "apps.example.com",
      "/w/demo",
      { kind: "workspace", label: "demo", base: "/w/demo", path: "", strip: false },
    ],
    [paths, "apps.example.com", "/w/../x", { kind: "unknown-host" }],
    [paths, "berth.example.com", "/w/demo/", { kind: "portal" }],
  ])("%j %s%s", (settings, host, target, expected) => {
    expect(routeOf(settings, host, target)).toEqual(expected);
  });
});

describe("a pattern for workspaces", () => {
  it.each([
    ["https://apps.example.com/", "exactly once"],
    ["https://x{workspace}.example.com", "first label"],
    ["https://berth.example.com/w/{workspace}", "portal's own origin"],
    ["ftp://{workspace}.example.com", "http or https"],
  ])("%s is refused: %s", (pattern, reason) => expect(patternFault(pattern, hosts.BERTH_URL)).toContain(reason));

  it.each([hosts.BERTH_WORKSPACE_URL, paths.BERTH_WORKSPACE_URL, "http://{workspace}.localhost:3000"])(
    "%s is taken",
    (pattern) => expect(patternFault(pattern, hosts.BERTH_URL)).toBeNull(),
  );
});
