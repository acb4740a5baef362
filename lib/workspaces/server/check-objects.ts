import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { say } from "@/lib/i18n/say";
import type { ResolvedDocument } from "@/lib/layers/resolve";
import { checkPolicies, type PolicyInput } from "@/lib/policy/check";
import type { PolicyInForce } from "@/lib/policy/policy";
import type { Manifest } from "@/lib/provisioning/manifest";
import { faultError, PortalError, type Fault } from "@/lib/shared/errors";

/** Which sentence goes on with what can be done. */
type WayOut = "policy/denied-begin-again";

export type ObjectsToCheck = {
  readonly cluster: ConnectedCluster;
  readonly effective: ResolvedDocument;
  /** What was built from it; none where the cluster cannot be asked for what building needs. */
  readonly manifests: readonly Manifest[];
  /** What overrides are looked for in: resolved with the present policies. */
  readonly conflictsOf: PolicyInput["conflictsOf"];
};

/**
 * Every way in passes here: create, update, start, restart, the reconciler. Throws `policy/denied` with every fault, `document/invalid` when
 * what all layers together make cannot run (a request above a limit that a policy lowered).
 */
export function checkObjects(objects: ObjectsToCheck, policies: readonly PolicyInForce[], wayOut?: WayOut): void {
  const { cluster, effective, manifests, conflictsOf } = objects;
  const [contradiction, ...others] = effective.faults;
  if (contradiction) throw faultError("document/invalid", contradiction, ...others);
  const input = { clusterType: cluster.config.type, resolved: effective, manifests, conflictsOf };
  refuse(checkPolicies(input, policies), wayOut);
}

export function refuse(faults: readonly Fault[], wayOut?: WayOut): void {
  const [first, ...more] = faults;
  if (!first) return;
  const fault = faultError("policy/denied", first, ...more);
  const cause = {
    code: "policy-denied",
    params: { reason: fault.message },
    ...(fault.text ? { texts: { reason: fault.text } } : {}),
    evidence: faults.map(({ path, message }) => `${path}: ${message}`),
  };
  throw new PortalError("policy/denied", say(wayOut ?? "policy/denied", { fault }), {
    faults,
    details: { cause },
  });
}
