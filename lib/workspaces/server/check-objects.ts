import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { ResolvedDocument } from "@/lib/layers/resolve";
import { checkPolicies, type PolicyInput } from "@/lib/policy/check";
import type { PolicyInForce } from "@/lib/policy/policy";
import type { Manifest } from "@/lib/provisioning/manifest";
import { PortalError, type Fault } from "@/lib/shared/errors";

export type ObjectsToCheck = {
  readonly cluster: ConnectedCluster;
  readonly effective: ResolvedDocument;
  /** What was built from it; none where the cluster cannot be asked for what building needs. */
  readonly manifests: readonly Manifest[];
  /** What overrides are looked for in: resolved with the present policies. */
  readonly conflictsOf: PolicyInput["conflictsOf"];
};

/** Every way in passes here: create, update, start, restart, the reconciler. Throws `policy/denied` with every fault. */
export function checkObjects(objects: ObjectsToCheck, policies: readonly PolicyInForce[], wayOut = ""): void {
  const { cluster, effective, manifests, conflictsOf } = objects;
  const input = { clusterType: cluster.config.type, resolved: effective, manifests, conflictsOf };
  refuse(checkPolicies(input, policies), wayOut);
}

export function refuse(faults: readonly Fault[], wayOut = ""): void {
  const [first] = faults;
  if (!first) return;
  const more = faults.length > 1 ? ` And ${faults.length - 1} more.` : "";
  const reason = `${first.path}: ${first.message}${more}`;
  const cause = {
    code: "policy-denied",
    params: { reason },
    evidence: faults.map(({ path, message }) => `${path}: ${message}`),
  };
  throw new PortalError("policy/denied", `The policy does not allow this. ${reason}${wayOut}`, {
    faults,
    details: { cause },
  });
}
