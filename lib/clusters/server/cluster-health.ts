import { finding, worstStatus, type HealthCheck } from "@/lib/health/check";
import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { isPortalError } from "@/lib/shared/errors";
import { findCluster } from "./find-cluster";

export type HealthReport = { readonly status: HealthCheck["status"]; readonly checks: readonly HealthCheck[] };

const healthMilliseconds = 15_000;

/** Deep health of one cluster: asks the cluster itself. */
export async function clusterHealth(call: Call, name: string): Promise<HealthReport> {
  const cluster = findCluster(call, name, "cluster:inspect", "doing/inspect-clusters");
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(healthMilliseconds)]);
  try {
    const checks = await cluster.runtime().health(signal);
    return { status: worstStatus(checks), checks };
  } catch (error) {
    if (!isPortalError(error)) throw error;
    const code = error.code === "cluster/unreachable" ? "cluster/unreachable" : "cluster/failed";
    return { status: "fail", checks: [finding(code, "fail", error, say("health/cluster-failed-next"))] };
  }
}
