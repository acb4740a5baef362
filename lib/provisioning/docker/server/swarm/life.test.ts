import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServiceAnswer } from "../../swarm/answers";
import { calm, openTestWorkspace, type TestWorkspace, type Wish } from "../test-workspace";

const socket = process.env.BERTH_TEST_SWARM ?? "";
const mebi = 1024 ** 2;

describe.skipIf(!socket)("a workspace in a swarm (needs BERTH_TEST_SWARM)", { timeout: 60_000 }, () => {
  let workspace: TestWorkspace;
  beforeEach(async () => {
    workspace = await openTestWorkspace({ socket, options: { swarm: true } });
  });
  afterEach(() => workspace.end());

  const service = async (): Promise<ServiceAnswer> => workspace.docker.getService(workspace.ref.names.main).inspect();
  const container = async () => {
    const filters = { label: [`berth.dev/workspace-id=${workspace.ref.id}`] };
    const [found] = await workspace.docker.listContainers({ filters });
    return workspace.docker.getContainer(found?.Id ?? "none").inspect();
  };

  it("publishes nothing, stays on the node of its volume, ends before it is made anew, and has its limits", async () => {
    const wish: Wish = {
      container: {
        mem_limit: "64m",
        cpus: 0.5,
        shm_size: "32m",
        resources: { requests: { memory: "32Mi", cpu: "100m" } },
        labels: { team: "data" },
      },
    };
    await workspace.bringAbout(wish);
    await workspace.reach("running");
    const { Spec } = await service();
    expect(Spec).toMatchObject({
      Labels: { team: "data", "berth.dev/workspace-id": workspace.ref.id },
      Mode: { Replicated: { Replicas: 1 } },
      UpdateConfig: { Order: "stop-first" },
      TaskTemplate: {
        Resources: {
          Limits: { NanoCPUs: 5e8, MemoryBytes: 64 * mebi },
          Reservations: { NanoCPUs: 1e8, MemoryBytes: 32 * mebi },
        },
        Placement: { Constraints: [expect.stringMatching(/^node\.id==/)] },
      },
    });
    expect(Spec.EndpointSpec?.Ports ?? []).toEqual([]);
    expect(
      Object.values((await container()).NetworkSettings.Ports)
        .flat()
        .filter(Boolean),
    ).toEqual([]);
    expect(await workspace.run("sh", "-c", "df -m /dev/shm | tail -1 | awk '{print $2}'")).toBe("32");
    expect((await workspace.plan(wish)).steps).toEqual([]);
    const changed: Wish = { container: { ...wish.container, mem_limit: "96m" } };
    expect((await workspace.plan(changed)).effect).toBe("restart");
    expect(await workspace.runtime.sample(workspace.ref, calm())).toMatchObject({ memoryLimit: 64 * mebi });
  });

  it("has its secret variables from a Swarm secret, in the server and in terminals, and their values nowhere else", async () => {
    const value = `it's "odd" $HOME \`x\`\nand long`;
    const wish: Wish = { environment: { TOKEN: value, PLAIN: "x" }, secrets: ["TOKEN"] };
    await workspace.bringAbout(wish);
    await workspace.reach("running");
    expect((await workspace.plan(wish)).steps).toEqual([]);
    expect(await workspace.run("sh", "-c", 'printf %s "$TOKEN"')).toBe(value);
    expect(await workspace.run("sh", "-c", "tr '\\0' '\\n' < /proc/$(pidof httpd)/environ")).toContain(
      `TOKEN=${value}`,
    );
    for (const told of [await service(), await container(), await workspace.runtime.observe(workspace.ref, calm())])
      expect(JSON.stringify(told)).not.toContain("odd");
  });

  it("takes another value of a secret over by a restart, and leaves no old secret behind", async () => {
    const wish = (TOKEN: string): Wish => ({ environment: { TOKEN }, secrets: ["TOKEN"] });
    await workspace.bringAbout(wish("first"));
    await workspace.reach("running");
    expect((await workspace.bringAbout(wish("second"))).effect).toBe("restart");
    await workspace.reach("running");
    expect(await workspace.run("sh", "-c", "echo $TOKEN")).toBe("second");
    expect((await workspace.plan(wish("second"))).steps).toEqual([]);
    const { manifests } = await workspace.runtime.observe(workspace.ref, calm());
    expect(manifests.filter(({ kind }) => kind === "Secret")).toHaveLength(1);
  });

  it("publishes on every address only what says so", async () => {
    await expect(workspace.plan({ container: { ports: ["8080"] } })).rejects.toThrow(/every address/);
    const open: Wish = { container: { ports: ["0.0.0.0:18097:6789"] } };
    await workspace.bringAbout(open);
    await workspace.reach("running");
    expect((await workspace.plan(open)).steps).toEqual([]);
    expect((await fetch("http://127.0.0.1:18097/")).status).toBe(200);
  });

  it("is told about by the watch when somebody else scales it to nothing", async () => {
    await workspace.bringAbout({});
    await workspace.reach("running");
    const { ID, Version, Spec } = await service();
    const none = { ...Spec, Mode: { Replicated: { Replicas: 0 } } };
    await workspace.docker.getService(ID).update({ _query: { version: Version.Index }, _body: none });
    await expect
      .poll(
        () => {
          const found = workspace.runtime.recall(workspace.ref.id);
          return found?.manifests.find(({ kind }) => kind === "Service")?.body.running;
        },
        { timeout: 10_000 },
      )
      .toBe(false);
    expect((await workspace.plan({})).effect).toBe("live");
  });

  it("joins an overlay beside the network of the gateway, and a stop changes nothing but the number of its replicas", async () => {
    const Name = `${workspace.ref.name}-net`;
    const network = await workspace.docker.createNetwork({ Name, Driver: "overlay", CheckDuplicate: true });
    const wish: Wish = { container: { networks: [Name] } };
    await workspace.bringAbout(wish);
    await workspace.reach("running");
    expect((await workspace.plan(wish)).steps).toEqual([]);
    await workspace.bringAbout({ ...wish, running: false });
    expect((await workspace.plan({ ...wish, running: false })).steps).toEqual([]);
    expect((await service()).Spec.Mode?.Replicated?.Replicas).toBe(0);
    await workspace.bringAbout({ running: false });
    await network.remove();
  });

  it("runs where its document says", async () => {
    const wish: Wish = { container: { nodeSelector: { "node.role": "manager" } } };
    await workspace.bringAbout(wish);
    await workspace.reach("running");
    expect((await service()).Spec.TaskTemplate.Placement?.Constraints).toEqual(["node.role==manager"]);
    expect((await workspace.plan(wish)).steps).toEqual([]);
  });
});
