import { mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { calm, openTestWorkspace, refusalOf, type TestWorkspace } from "../test-workspace";

const socket = process.env.BERTH_TEST_SWARM ?? "";
/** Any node: then Swarm's own refusal is met, not that of a look before. */
const anywhere = { nodeSelector: { "node.role": "manager" } };

describe.skipIf(!socket)("failures in a swarm (needs BERTH_TEST_SWARM)", { timeout: 60_000 }, () => {
  let workspace: TestWorkspace;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "berth-swarm-"));
    workspace = await openTestWorkspace({ socket, options: { swarm: true, bind_roots: [folder] } });
  });
  afterEach(async () => {
    await workspace.end();
    await rm(folder, { recursive: true, force: true });
  });

  it("names an image that cannot be had, before a service is made", async () => {
    const refused = await refusalOf(workspace.bringAbout({ container: { image: "berth.test/none:1" } }));
    expect(refused).toMatch(/^image-(not-found|pull-failed)$/);
    await workspace.reach("failed");
  });

  it("keeps the task that runs when the new image cannot be had", async () => {
    await workspace.bringAbout({});
    const { startedAt } = await workspace.reach("running");
    expect(await refusalOf(workspace.bringAbout({ container: { image: "berth.test/none:1" } }))).toMatch(/^image-/);
    expect((await workspace.reach("running")).startedAt).toBe(startedAt);
  });

  it("names an image that a node cannot get", async () => {
    await workspace.bringAbout({ container: { ...anywhere, image: "berth.test/none:1" } });
    const { cause } = await workspace.reach("failed", "image-not-found");
    expect(cause?.params.image).toBe("berth.test/none:1");
  });

  it("names the constraint that no node fits", async () => {
    await workspace.bringAbout({ container: { nodeSelector: { disk: "ssd" } } });
    const { cause } = await workspace.reach("starting", "unschedulable");
    expect(cause?.params.reason).toBe("no node of the swarm fits node.labels.disk==ssd");
  });

  it.each([
    ["memory", "900Gi", /^it reserves 900Gi of memory, and the largest node has /],
    ["cpu", "900", /^it reserves 900 CPU, and the largest node has /],
  ])("names %s of which no node has enough", async (resource, amount, reason) => {
    await workspace.bringAbout({ container: { resources: { requests: { [resource]: amount } } } });
    const { cause } = await workspace.reach("starting", "unschedulable");
    expect(cause?.params.reason).toMatch(reason);
  });

  it("calls tasks that end again and again a crash loop, with exit code, last words and the log of the one before", async () => {
    await workspace.bringAbout({ container: { command: ["sh", "-c", "echo my last words; exit 3"] } });
    const { cause, restarts } = await workspace.reach("failed", "crash-loop");
    expect(cause).toMatchObject({ params: { exit_code: "3" } });
    expect(cause?.evidence).toContain("my last words");
    expect(restarts).toBeGreaterThan(1);
    const log = await workspace.runtime.logs(workspace.ref, { previous: true }, calm());
    expect((await log.toArray()).join("")).toBe("my last words\n");
  });

  it("tells out of memory from a crash", async () => {
    await workspace.bringAbout({ container: { mem_limit: "16m", command: ["tail", "/dev/zero"] } });
    const { cause } = await workspace.reach("failed", "out-of-memory");
    expect(cause?.params.limit).toBe("16Mi");
  });

  it("names a command that is not in the image, and a working directory that cannot be entered", async () => {
    await workspace.bringAbout({ container: { entrypoint: ["/no/such/program"] } });
    expect((await workspace.reach("failed", "command-not-found")).cause?.params.command).toBe("/no/such/program");
    await workspace.bringAbout({ container: { working_dir: "/etc/passwd" } });
    await workspace.reach("failed", "rejected");
  });

  it("names a host folder that is not there", async () => {
    await workspace.bringAbout({ container: { volumes: { [`${folder}/none`]: { bind: "/data", mode: "rw" } } } });
    const { cause } = await workspace.reach("failed", "bind-path-missing");
    expect(cause?.params.path).toBe(`${folder}/none`);
  });

  it("names a network that is not there", async () => {
    const refused = await refusalOf(workspace.bringAbout({ container: { networks: ["no-such-network"] } }));
    expect(refused).toBe("network-not-found");
  });

  it("names a port of the node that is taken", async () => {
    const server = net.createServer().listen(0, "0.0.0.0");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const wish = { container: { ports: [`0.0.0.0:${port}:6789`] } };
    await workspace.bringAbout(wish);
    expect((await workspace.reach("failed", "port-in-use")).cause?.params.port).toBe(String(port));
    server.close();
    await workspace.reach("running");
  });

  it("names a service, a secret and a volume that have its names and are not Berth's", async () => {
    const { main, data } = workspace.ref.names;
    await workspace.docker.createVolume({ Name: data });
    expect(await refusalOf(workspace.bringAbout({}))).toBe("name-in-use");
    await workspace.docker.getVolume(data).remove();
    const stranger = await workspace.docker.createService({
      Name: main,
      Mode: { Replicated: { Replicas: 0 } },
      TaskTemplate: { ContainerSpec: { Image: "berth.test/workspace:1" } },
    });
    expect(await refusalOf(workspace.bringAbout({}))).toBe("name-in-use");
    await stranger.remove();
  });
});
