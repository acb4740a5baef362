import { finding, type HealthCheck } from "@/lib/health/check";
import { say } from "@/lib/i18n/say";
import { isPortalError } from "@/lib/shared/errors";
import type { Capacity } from "../../../provider";
import type { NodeAnswer } from "../../swarm/answers";
import { engineCapacity, engineHealth } from "../health";
import { swarmFault, type Swarm } from "./swarm";

/** API 1.44 (Docker 25) is the first in which a service can be kept from gaining privileges. */
const noNewPrivilegesApi = [1, 44] as const;

/** The checks of its engine, and what makes it a swarm that Berth can use. */
export async function swarmHealth(
  swarm: Swarm,
  publish: string | null,
  signal: AbortSignal,
): Promise<readonly HealthCheck[]> {
  const checks = await engineHealth(swarm.engine, publish, signal);
  if (checks[0]?.status !== "ok") return checks;
  // Where the port of a container is found is another matter here.
  const others = checks.filter(({ code }) => code !== "docker-reach");
  return [...others, ...(await swarmChecks(swarm, publish, signal))];
}

async function swarmChecks(swarm: Swarm, publish: string | null, signal: AbortSignal): Promise<readonly HealthCheck[]> {
  const { docker, call } = swarm.engine;
  try {
    const info: unknown = await call("engine/no-identity", () => docker.info(), signal, 5);
    const fault = swarmFault(info);
    if (fault) return [finding("docker-swarm", "fail", fault.said, fault.next)];
    const [nodes, { ApiVersion }] = await Promise.all([
      swarm.nodes(signal),
      call("engine/no-version", () => docker.version(), signal, 5),
    ]);
    return [nodesCheck(nodes), reachCheck(swarm, nodes, publish), privilegesCheck(ApiVersion)];
  } catch (error) {
    const reason = isPortalError(error) ? error : say("docker/silent");
    return [finding("docker-swarm", "fail", reason, say("swarm/no-quorum-next"))];
  }
}

function nodesCheck(nodes: readonly NodeAnswer[]): HealthCheck {
  const lost = nodes.filter(({ Status }) => Status.State !== "ready").map(({ Description }) => Description.Hostname);
  return lost.length === 0
    ? finding("docker-swarm", "ok", say("swarm/nodes", { count: nodes.length }))
    : finding(
        "docker-swarm",
        "warn",
        say("swarm/nodes-lost", { nodes: lost.join(", ") }),
        say("swarm/nodes-lost-next"),
      );
}

function reachCheck({ engine }: Swarm, nodes: readonly NodeAnswer[], publish: string | null): HealthCheck {
  if (publish !== null) return finding("docker-reach", "ok", say("swarm/reach-published"));
  if (!engine.local) return finding("docker-reach", "warn", say("swarm/no-reach"), say("swarm/no-reach-next"));
  return finding("docker-reach", "ok", say(nodes.length > 1 ? "swarm/reach-this-node" : "docker/reach-addresses"));
}

function privilegesCheck(api: string): HealthCheck {
  const [major = 0, minor = 0] = api.split(".").map(Number);
  const enough = major > noNewPrivilegesApi[0] || (major === noNewPrivilegesApi[0] && minor >= noNewPrivilegesApi[1]);
  return enough
    ? finding("docker-privileges", "ok", say("swarm/no-new-privileges"))
    : finding("docker-privileges", "warn", say("swarm/new-privileges", { api }), say("swarm/new-privileges-next"));
}

/** All nodes that take tasks. */
export async function swarmCapacity(swarm: Swarm, signal: AbortSignal): Promise<Capacity> {
  await swarm.check(signal);
  const [engine, nodes] = await Promise.all([engineCapacity(swarm.engine, signal), swarm.nodes(signal)]);
  const open = nodes.filter(({ Spec, Status }) => Status.State === "ready" && Spec.Availability !== "drain");
  const sum = (read: (node: NodeAnswer) => number | undefined) =>
    open.reduce((total, node) => total + (read(node) ?? 0), 0);
  return {
    ...engine,
    cpu: sum(({ Description }) => Description.Resources.NanoCPUs) / 1e9,
    memory: sum(({ Description }) => Description.Resources.MemoryBytes),
    nodes: open.length,
  };
}
