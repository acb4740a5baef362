import { describe, expect, it } from "vitest";
import { dockerProvider } from "../../provider";
import { calm } from "../test-workspace";
import { swarmFault } from "./swarm";

const engine = process.env.BERTH_TEST_DOCKER ?? "";
const swarm = process.env.BERTH_TEST_SWARM ?? "";

const connect = (socket: string) =>
  dockerProvider.connect({
    id: "c",
    name: "swarm",
    type: "docker",
    options: { host: `unix://${socket}`, swarm: true },
    credentials: {},
  });

describe("an engine that cannot act for a swarm", () => {
  const manager = { LocalNodeState: "active", ControlAvailable: true, NodeID: "one", Error: "" };
  it.each([
    ["no swarm", { LocalNodeState: "inactive" }, "swarm/inactive"],
    ["a worker", { ...manager, ControlAvailable: false }, "swarm/not-manager"],
    ["a locked one", { LocalNodeState: "locked" }, "swarm/locked"],
    ["no quorum", { ...manager, Error: "The swarm does not have a leader" }, "swarm/no-quorum"],
  ])("is told from a manager, with a next step: %s", (_, Swarm, code) => {
    expect(swarmFault({ Swarm })).toMatchObject({ said: { text: { code } }, next: { text: { code: `${code}-next` } } });
  });

  it("is none where a manager has a quorum", () => expect(swarmFault({ Swarm: manager })).toBeNull());
});

describe.skipIf(!engine)("an engine that is no swarm (needs BERTH_TEST_DOCKER)", () => {
  it("is refused by name when a cluster is added, and its health page says what to do", async () => {
    const runtime = await connect(engine);
    try {
      for (const deed of [runtime.facts, runtime.capacity])
        await expect(deed(calm())).rejects.toMatchObject({
          code: "cluster/unreachable",
          text: { params: { fault: { code: "swarm/inactive" }, next: { code: "swarm/inactive-next" } } },
        });
      const check = (await runtime.health(calm())).find(({ code }) => code === "docker-swarm");
      expect(check).toMatchObject({ status: "fail", next_step: expect.stringContaining("docker swarm init") });
    } finally {
      await runtime.close();
    }
  });
});

describe.skipIf(!swarm)("a manager (needs BERTH_TEST_SWARM)", () => {
  it("tells its nodes, how workspaces are reached, and what its engine is too old for", async () => {
    const runtime = await connect(swarm);
    try {
      const checks = new Map((await runtime.health(calm())).map((check) => [check.code, check]));
      expect(checks.get("docker-swarm")).toMatchObject({ status: "ok", summary: "Manager of a swarm; nodes: 1" });
      expect(checks.get("docker-reach")?.status).toBe("ok");
      expect(checks.get("docker-privileges")?.summary).toMatch(/gain(ing)? privileges/);
      expect(await runtime.facts(calm())).toMatchObject({ swarm: { node: expect.any(String) }, publish: null });
    } finally {
      await runtime.close();
    }
  });
});
