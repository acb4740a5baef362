import type { Capacity } from "@/lib/provisioning/provider";
import type { Call } from "@/lib/server/services";
import { findCluster } from "./find-cluster";

/** CPU in cores, memory in bytes, nodes and version, as the cluster tells them now. */
export async function clusterCapacity(call: Call, name: string): Promise<Capacity> {
  const cluster = findCluster(call, name, "cluster:inspect", "doing/inspect-clusters");
  return cluster.runtime().capacity(call.signal);
}
