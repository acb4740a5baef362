import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { calm, openTestWorkspace, type TestWorkspace } from "./test-workspace";

const socket = process.env.BERTH_TEST_DOCKER ?? "";
const mebi = 1024 ** 2;

describe.skipIf(!socket)("a workspace on a Docker engine (needs BERTH_TEST_DOCKER)", () => {
  let workspace: TestWorkspace;
  beforeEach(async () => {
    workspace = await openTestWorkspace({ socket });
  });
  afterEach(() => workspace.end());

  it("publishes nothing, may gain no privileges, and has the engine's restart policy", async () => {
    await workspace.bringAbout({});
    await workspace.reach("running");
    const { HostConfig, NetworkSettings } = await workspace.inspect();
    expect(HostConfig.PortBindings).toEqual({});
    expect(Object.values(NetworkSettings.Ports).flat().filter(Boolean)).toEqual([]);
    expect(HostConfig).toMatchObject({
      Privileged: false,
      SecurityOpt: ["no-new-privileges"],
      RestartPolicy: { Name: "unless-stopped" },
    });
  });

  it("publishes on loopback what is asked for, and the plan converges", async () => {
    const wish = { container: { ports: ["8080", "6789"] } };
    await workspace.bringAbout(wish);
    await workspace.reach("running");
    const { Ports } = (await workspace.inspect()).NetworkSettings;
    expect(Ports["6789/tcp"]).toMatchObject([{ HostIp: "127.0.0.1" }]);
    expect((await workspace.plan(wish)).steps).toEqual([]);
  });

  it("sets limits, changes them and takes them away without a restart", async () => {
    const wishes = [
      { container: { mem_limit: "64m", cpus: 0.5, resources: { requests: { memory: "32Mi" } } } },
      { container: { resources: { limits: { memory: "96Mi", cpu: "250m" } } } },
    ] as const;
    await workspace.bringAbout(wishes[0]);
    const { startedAt } = await workspace.reach("running");
    expect((await workspace.inspect()).HostConfig).toMatchObject({
      Memory: 64 * mebi,
      MemorySwap: 64 * mebi,
      NanoCpus: 5e8,
      MemoryReservation: 32 * mebi,
    });
    expect((await workspace.bringAbout(wishes[1])).effect).toBe("live");
    expect((await workspace.inspect()).HostConfig).toMatchObject({
      Memory: 96 * mebi,
      MemorySwap: 96 * mebi,
      NanoCpus: 2.5e8,
    });
    expect((await workspace.plan(wishes[1])).steps).toEqual([]);
    expect((await workspace.bringAbout({})).effect).toBe("live");
    expect((await workspace.plan({})).steps).toEqual([]);
    expect((await workspace.reach("running")).startedAt).toBe(startedAt);
  });

  it("has its limit in force", async () => {
    await workspace.bringAbout({ container: { mem_limit: "64m" } });
    await workspace.reach("running");
    const limit = "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max";
    expect(await workspace.run("sh", "-c", limit)).toBe(String(64 * mebi));
    const sample = await workspace.runtime.sample(workspace.ref, calm());
    expect(sample?.memoryLimit).toBe(64 * mebi);
    expect(sample?.memory).toBeGreaterThan(0);
  });

  it("keeps its files when its container is replaced, and has the new configuration", async () => {
    await workspace.bringAbout({ environment: { A: "1", B: "2" } });
    await workspace.reach("running");
    await workspace.run("sh", "-c", "echo kept > /home/src/file");
    const wish = {
      environment: { A: "1" },
      container: { user: "1000", shm_size: "32m", image_tag: "2", labels: { team: "data" } },
    };
    expect((await workspace.bringAbout(wish)).effect).toBe("recreate");
    await workspace.reach("running");
    expect((await workspace.plan(wish)).steps).toEqual([]);
    expect(await workspace.run("cat", "/home/src/file")).toBe("kept");
    expect(await workspace.run("sh", "-c", "id -u; echo $A-$B")).toBe("1000\n1-");
    expect((await workspace.inspect()).Config.Image).toBe("berth.test/workspace:2");
  });

  it("says which variables are secret, and keeps their values out of its labels", async () => {
    const wish = { environment: { TOKEN: "very-secret", PLAIN: "x" }, secrets: ["TOKEN"] };
    await workspace.bringAbout(wish);
    const [container] = (await workspace.runtime.observe(workspace.ref, calm())).manifests.filter(
      ({ kind }) => kind === "Container",
    );
    expect(container?.body.secret_env).toEqual(["TOKEN"]);
    expect(JSON.stringify((await workspace.inspect()).Config.Labels)).not.toContain("very-secret");
  });

  it("does not take the image's own variables, command and labels for its own", async () => {
    await workspace.bringAbout({});
    const [container] = (await workspace.runtime.observe(workspace.ref, calm())).manifests.filter(
      ({ kind }) => kind === "Container",
    );
    expect(container?.body).toMatchObject({ env: {}, command: null, entrypoint: null });
  });

  it("joins several networks", async () => {
    const names = ["one", "two"].map((name) => `${workspace.ref.name}-${name}`);
    for (const Name of names) await workspace.docker.createNetwork({ Name });
    try {
      const wish = { container: { networks: names } };
      await workspace.bringAbout(wish);
      await workspace.reach("running");
      expect((await workspace.plan(wish)).steps).toEqual([]);
    } finally {
      await workspace.bringAbout({});
      for (const name of names) await workspace.docker.getNetwork(name).remove();
    }
  });

  it("gives a terminal that can be resized and tells its exit code", async () => {
    await workspace.bringAbout({});
    await workspace.reach("running");
    const session = await workspace.runtime.exec(
      workspace.ref,
      { command: ["sh"], tty: true, cols: 100, rows: 30 },
      calm(),
    );
    let output = "";
    session.stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await session.resize(120, 40);
    session.stream.write("echo $((40 + 2)); exit 5\n");
    expect(await session.done).toBe(5);
    expect(output).toContain("42");
  });

  it("takes input without a terminal", async () => {
    await workspace.bringAbout({});
    await workspace.reach("running");
    const session = await workspace.runtime.exec(
      workspace.ref,
      { command: ["head", "-n1"], tty: false, cols: 80, rows: 24 },
      calm(),
    );
    session.stream.write("hello\nmore\n");
    let output = "";
    for await (const chunk of session.stream) output += String(chunk);
    expect(output).toBe("hello\n");
    expect(await session.done).toBe(0);
  });

  it("streams its log while it grows, and gives its last lines", async () => {
    await workspace.bringAbout({
      container: { command: ["sh", "-c", "echo one; echo two >&2; sleep 0.3; echo three; exec /bin/start"] },
    });
    const log = await workspace.runtime.logs(workspace.ref, { follow: true }, calm());
    let text = "";
    for await (const chunk of log) {
      text += String(chunk);
      if (text.includes("three")) break;
    }
    // Two outputs are two pipes: their order is the engine's.
    expect(text.split("\n").sort()).toEqual(["", "one", "three", "two"]);
    const last = await workspace.runtime.logs(workspace.ref, { tail: 1 }, calm());
    expect(String((await last.toArray()).join(""))).toBe("three\n");
  });

  it("is told about by the watch when somebody else stops it", async () => {
    await workspace.bringAbout({});
    await workspace.reach("running");
    await workspace.docker.getContainer(workspace.ref.names.main).stop({ t: 0 });
    await expect
      .poll(() => {
        const found = workspace.runtime.recall(workspace.ref.id);
        return found && workspace.phase(found).phase;
      })
      .toBe("stopped");
  });
});
