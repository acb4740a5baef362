import { mkdtemp, rm, symlink } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestWorkspace, refusalOf, type TestWorkspace, type Wish } from "./test-workspace";

const socket = process.env.BERTH_TEST_DOCKER ?? "";

describe.skipIf(!socket)("failures on a Docker engine (needs BERTH_TEST_DOCKER)", () => {
  let workspace: TestWorkspace;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "berth-docker-"));
    workspace = await openTestWorkspace({ socket, options: { bind_roots: [folder] } });
  });
  afterEach(async () => {
    await workspace.end();
    await rm(folder, { recursive: true, force: true });
  });

  const refusal = (wish: Wish) => refusalOf(workspace.bringAbout(wish));

  it("names an image that cannot be had, and stays without a container", async () => {
    expect(await refusal({ container: { image: "berth.test/none:1" } })).toMatch(/^image-(not-found|pull-failed)$/);
    await workspace.reach("failed");
    await expect(workspace.inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  it("names a command that is not in the image", async () => {
    await workspace.bringAbout({ container: { command: ["/no/such/program"] } });
    const { cause } = await workspace.reach("failed", "command-not-found");
    expect(cause?.params.command).toBe("/no/such/program");
  });

  it("names a working directory that cannot be entered", async () => {
    expect(await refusal({ container: { working_dir: "/etc/passwd" } })).toBe("rejected");
  });

  it("calls a container that ends again and again a crash loop, with its exit code and its last words", async () => {
    await workspace.bringAbout({ container: { command: ["sh", "-c", "echo my last words; exit 3"] } });
    const { cause, restarts } = await workspace.reach("failed", "crash-loop");
    expect(cause).toMatchObject({ params: { exit_code: "3" } });
    expect(cause?.evidence).toContain("my last words");
    expect(restarts).toBeGreaterThan(1);
  });

  it("tells out of memory from a crash", async () => {
    await workspace.bringAbout({ container: { mem_limit: "16m", command: ["tail", "/dev/zero"] } });
    const { cause } = await workspace.reach("failed", "out-of-memory");
    expect(cause?.params.limit).toBe("16Mi");
  });

  it("names a host folder that is not there", async () => {
    expect(await refusal({ container: { volumes: { [`${folder}/none`]: { bind: "/data", mode: "rw" } } } })).toBe(
      "bind-path-missing",
    );
    await workspace.reach("failed", "bind-path-missing");
  });

  it("names a network that is not there", async () => {
    expect(await refusal({ container: { networks: ["no-such-network"] } })).toBe("network-not-found");
  });

  it("names a container that has its name and is not Berth's, and leaves it alone", async () => {
    const stranger = await workspace.docker.createContainer({
      name: workspace.ref.names.main,
      Image: "berth.test/workspace:1",
    });
    try {
      expect(await refusal({})).toBe("name-in-use");
      await workspace.reach("failed", "name-in-use");
      expect((await stranger.inspect()).State.Status).toBe("created");
    } finally {
      await stranger.remove();
    }
  });

  it("names a volume that has its name and is not the workspace's", async () => {
    await workspace.docker.createVolume({ Name: workspace.ref.names.data });
    try {
      expect(await refusal({})).toBe("name-in-use");
    } finally {
      await workspace.docker.getVolume(workspace.ref.names.data).remove();
    }
  });

  it("names a port of the machine that is taken", async () => {
    const server = net.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    expect(await refusal({ container: { ports: { "6789": port } } })).toBe("port-in-use");
    await workspace.reach("failed", "port-in-use");
    server.close();
    await workspace.bringAbout({ container: { ports: { "6789": port } } });
    await workspace.reach("running");
  });

  it("names what the engine refuses for its own reasons", async () => {
    expect(await refusal({ container: { cpus: 4096 } })).toBe("rejected");
  });

  it("tells that the server does not answer", async () => {
    await workspace.bringAbout({ container: { command: ["sleep", "600"] } });
    const seen = await workspace.runtime.observe(workspace.ref, new AbortController().signal);
    expect(workspace.phase(seen)).toMatchObject({ phase: "starting", ready: false });
  });

  it("is unhealthy when a server that answered is gone", { timeout: 40_000 }, async () => {
    await workspace.bringAbout({ container: { command: ["sh", "-c", "httpd -p 6789 -h /www; sleep 600"] } });
    await workspace.reach("running");
    await workspace.run("sh", "-c", "kill $(pidof httpd || ps | grep 'httpd -p' | grep -v grep | awk '{print $1}')");
    await workspace.reach("unhealthy", "probe-failing");
  });

  it("keeps the old container when the new image cannot be had", async () => {
    await workspace.bringAbout({});
    await workspace.reach("running");
    expect(await refusal({ container: { image: "berth.test/none:1" } })).toMatch(/^image-/);
    await workspace.reach("running");
    expect((await workspace.inspect()).Config.Image).toBe("berth.test/workspace:1");
  });

  it("does not mount a link that leads out of the open folders", async () => {
    await symlink("/etc", path.join(folder, "link"));
    expect(await refusal({ container: { volumes: { [path.join(folder, "link")]: { bind: "/data" } } } })).toBe(
      "policy/denied",
    );
  });

  it("does not mount a volume that is a host folder in disguise, nor one of another workspace", async () => {
    await workspace.docker.createVolume({
      Name: "test-disguised",
      Driver: "local",
      DriverOpts: { type: "none", o: "bind", device: "/etc" },
    });
    await workspace.docker.createVolume({
      Name: "test-foreign",
      Labels: { "berth.dev/workspace-id": "somebody" },
    });
    try {
      expect(await refusal({ container: { volumes: { "test-disguised": { bind: "/data" } } } })).toBe("policy/denied");
      expect(await refusal({ container: { volumes: { "test-foreign": { bind: "/data" } } } })).toBe("policy/denied");
    } finally {
      for (const name of ["test-disguised", "test-foreign"]) await workspace.docker.getVolume(name).remove();
    }
  });
});
