import { finding, type HealthCheck } from "@/lib/health/check";
import { say } from "@/lib/i18n/say";
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
  const checks = connected.map(({ config: { name }, state, reason, reasonText }): HealthCheck => {
    if (state === "connected") return finding("cluster-connected", "ok", say("health/cluster-answers", { name }));
    const why = reason === null ? say("health/found-not-yet", { name }) : { message: reason, text: reasonText };
    return finding(`cluster-${state}`, state === "connecting" ? "warn" : "fail", why, say("health/found-next"));
  });
  return { found, checks };
}
