import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import { isPortalError } from "@/lib/shared/errors";
import { checkDockerSafety } from "./safety";

const context = { bindRoots: ["/srv/data"], ownVolume: "berth-demo-data", sockets: ["/opt/engine.sock"] };
const refusals = (kind: string, body: JsonObject): readonly string[] => {
  try {
    checkDockerSafety([{ kind, name: "x", body }], context);
    return [];
  } catch (error) {
    if (!isPortalError(error) || error.code !== "policy/denied") throw error;
    return (error.options.faults ?? []).map(({ path }) => path);
  }
};
const bind = (source: string) =>
  refusals("Container", { mounts: [{ type: "bind", source, target: "/x", read_only: true }] });
const volume = (source: string) =>
  refusals("Container", { mounts: [{ type: "volume", source, target: "/x", read_only: true }] });

describe("safe by default on Docker", () => {
  it.each(["/srv/data", "/srv/data/team", "/srv/data/./a//b", "/srv/data/a/../b"])(
    "may mount %s below an open folder",
    (source) => {
      expect(bind(source)).toEqual([]);
    },
  );

  it.each([
    "/",
    "/etc",
    "/srv",
    "/srv/database",
    "/srv/data/../secrets",
    "/srv/data/../../etc",
    "/var/run/docker.sock",
    "/run/docker.sock",
    "/var/run",
    "/opt/engine.sock",
    "relative",
    "C:\\Users",
  ])("may not mount %s", (source) => {
    expect(bind(source)).toHaveLength(1);
  });

  it("may not mount the engine's socket or a folder with it even when the folder is open", () => {
    for (const source of ["/var/run/docker.sock", "/run", "/", "/opt"]) {
      const manifest = { kind: "Container", name: "x", body: { mounts: [{ type: "bind", source, target: "/x" }] } };
      expect(() => checkDockerSafety([manifest], { ...context, bindRoots: ["/"] })).toThrow(/socket/);
    }
  });

  it("mounts its own volume and shared ones, not those of other workspaces", () => {
    expect(volume("berth-demo-data")).toEqual([]);
    expect(volume("datasets")).toEqual([]);
    expect(volume("berth-other-data")).toHaveLength(1);
  });

  it.each<[string, JsonObject]>([
    ["privileged", { privileged: true }],
    ["network_mode", { network_mode: "host" }],
    ["pid_mode", { pid_mode: "host" }],
    ["ipc_mode", { ipc_mode: "host" }],
    ["devices", { devices: ["/dev/sda"] }],
    ["cap_add", { cap_add: ["SYS_ADMIN"] }],
    ["security_opt", { security_opt: ["seccomp=unconfined"] }],
    ["volumes_from", { volumes_from: ["other"] }],
    ["networks", { networks: ["host"] }],
    ["networks", { networks: ["container:other"] }],
  ])("refuses %s by name", (key, body) => {
    expect(refusals("Container", body)).toEqual([`container_config.${key}`]);
  });

  it("is not disturbed by what is asked for with false", () => {
    expect(refusals("Container", { privileged: false, devices: [], mounts: [] })).toEqual([]);
  });

  it.each<[string, JsonObject, boolean]>([
    ["a bind mount", { type: "none", o: "bind", device: "/etc" }, false],
    ["a bind mount of an open folder", { type: "none", o: "bind", device: "/srv/data/x" }, true],
    ["a bind mount that climbs out", { type: "none", o: "bind", device: "/srv/data/../../etc" }, false],
    ["a disk of the machine", { type: "ext4", device: "/dev/sda1" }, false],
    ["an overlay", { type: "overlay", device: "overlay", o: "lowerdir=/,upperdir=/tmp/a,workdir=/tmp/b" }, false],
    ["memory", { type: "tmpfs", device: "tmpfs", o: "size=10m" }, true],
    ["a file server", { type: "nfs", device: ":/exports/team", o: "addr=10.0.0.1" }, true],
    ["nothing special", {}, true],
  ])("volume driver options: %s", (_, driver_opts, allowed) => {
    expect(refusals("Volume", { driver: "local", driver_opts })).toHaveLength(allowed ? 0 : 1);
  });

  it("names every fault at once", () => {
    expect(
      refusals("Container", { privileged: true, pid: "host", mounts: [{ type: "bind", source: "/", target: "/x" }] }),
    ).toHaveLength(3);
  });
});
