import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { ResolvedDocument } from "@/lib/layers/resolve";
import { checkBuiltInPolicy } from "@/lib/policy/check";
import { PortalError } from "@/lib/shared/errors";
import type { Composed } from "../compose";

/** The policy, on what was resolved and on the objects that were built from it. */
export function checkObjects(cluster: ConnectedCluster, effective: ResolvedDocument, { manifests }: Composed): void {
  const faults = checkBuiltInPolicy({ clusterType: cluster.config.type, resolved: effective.value, manifests });
  const [first] = faults;
  if (!first) return;
  const more = faults.length > 1 ? ` And ${faults.length - 1} more.` : "";
  throw new PortalError("policy/denied", `The policy does not allow this. ${first.path}: ${first.message}${more}`, {
    faults,
  });
}
