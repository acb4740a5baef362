import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { checkPolicies } from "@/lib/policy/check";
import { layersOfExisting, policyLayers } from "@/lib/policy/layers";
import type { Call } from "@/lib/server/services";
import type { Fault } from "@/lib/shared/errors";
import { resolveEffective } from "../compose";
import type { ParsedDocument } from "../document";
import { locateFaults } from "../locate-faults";
import type { WorkspaceRecord } from "../record";
import { snapshotOf } from "./build-stored";

/** What the present policies say about a text while it is written, each fault with its place. Without asking the cluster: nothing is built. */
export async function checkAgainstPolicy(
  { services }: Call,
  { provider }: ConnectedCluster,
  { document, json, text }: ParsedDocument,
  existing: WorkspaceRecord | null,
): Promise<readonly Fault[]> {
  const inForce = await services.policies.inForce();
  const present = policyLayers(inForce, provider.type);
  const policies = existing ? layersOfExisting(present, snapshotOf(services, existing).policies) : present;
  const input = { provider, facts: {}, settings: services.settings, name: document.name, document: json, policies };
  const resolved = resolveEffective(input);
  const faults = checkPolicies({ clusterType: provider.type, resolved, conflictsOf: resolved, manifests: [] }, inForce);
  return locateFaults(faults, text);
}
