import type { HealthCheck } from "@/lib/health/check";
import type { Services } from "@/lib/server/services";

type FoundCluster = {
  readonly name: string;
  readonly type: string;
  readonly state: "connected" | "connecting" | "unreachable";
  /** Address, context or folder, as far as it is no secret. */
  readonly detail: string;
};

const shown = ["context", "namespace", "host", "data_dir"] as const;

/**
 * What the portal found before anybody told it anything, for the set-up page. There is no actor yet: whoever calls this has checked the
 * one-time code.
 */
export async function foundClusters({
  clusters,
}: Services): Promise<{ readonly found: readonly FoundCluster[]; readonly checks: readonly HealthCheck[] }> {
  const connected = clusters.list();
  const found = connected.map(({ config, state }) => ({
    name: config.name,
    type: config.type,
    state,
    detail: shown.flatMap((key) => (typeof config.options[key] === "string" ? [config.options[key]] : [])).join(" · "),
  }));
  const checks = connected.map<HealthCheck>(({ config, state, reason }) => ({
    code: `cluster-${state}`,
    status: state === "connected" ? "ok" : state === "connecting" ? "warn" : "fail",
    summary: state === "connected" ? `${config.name} answers` : (reason ?? `${config.name} has not answered yet`),
    next_step: state === "connected" ? "" : "Go on: Berth keeps trying. The Clusters page has the details.",
  }));
  return { found, checks };
}
