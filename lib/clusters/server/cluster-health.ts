import type { HealthCheck } from "@/lib/health/check";
import { worstStatus } from "@/lib/health/check";
import type { Call } from "@/lib/server/services";
import { isPortalError } from "@/lib/shared/errors";
import { findCluster } from "./find-cluster";

export type HealthReport = { readonly status: HealthCheck["status"]; readonly checks: readonly HealthCheck[] };

const healthMilliseconds = 15_000;

/** Deep health of one cluster: asks the cluster itself. */
export async function clusterHealth(call: Call, name: string): Promise<HealthReport> {
  const cluster = findCluster(call, name, "cluster:inspect", "inspect clusters");
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(healthMilliseconds)]);
  try {
    const checks = await cluster.runtime().health(signal);
    return { status: worstStatus(checks), checks };
  } catch (error) {
    if (!isPortalError(error)) throw error;
    const check: HealthCheck = {
      code: `cluster/${error.code === "cluster/unreachable" ? "unreachable" : "failed"}`,
      status: "fail",
      summary: error.message,
      next_step: "Check the cluster's address, the network between the portal and it, and the credentials.",
    };
    return { status: "fail", checks: [check] };
  }
}
