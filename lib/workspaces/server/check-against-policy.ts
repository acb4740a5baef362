import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { checkPolicies } from "@/lib/policy/check";
import { layersOfExisting, policyLayers } from "@/lib/policy/layers";
import type { Call } from "@/lib/server/services";
import type { Fault } from "@/lib/shared/errors";
import { pinTemplate } from "@/lib/templates/server/pin-template";
import { resolveEffective } from "../compose";
import type { ParsedDocument } from "../document";
import { locateFaults } from "../locate-faults";
import type { WorkspaceRecord } from "../record";
import { snapshotOf } from "./build-stored";
import { findRevision } from "./store";

/** What its template and the present policies say about a text while it is written, each fault with its place. Without asking the cluster: nothing is built. */
export async function checkAgainstPolicy(
  { services }: Call,
  { provider }: ConnectedCluster,
  { document, json, text }: ParsedDocument,
  existing: WorkspaceRecord | null,
): Promise<readonly Fault[]> {
  const inForce = await services.policies.inForce();
  const present = policyLayers(inForce, provider.type);
  const snapshot = existing && snapshotOf(services, existing);
  const revision = existing && (await findRevision(services.db, existing.id, existing.revision));
  const pinned = await pinTemplate(services, json, provider.type, revision?.document ?? null);
  const resolved = resolveEffective({
    provider,
    facts: {},
    settings: services.settings,
    name: document.name,
    document: pinned.document,
    template: pinned.underlay,
    policies: snapshot ? layersOfExisting(present, snapshot.policies) : present,
    storage: snapshot?.storage ?? null,
  });
  const faults = checkPolicies({ clusterType: provider.type, resolved, conflictsOf: resolved, manifests: [] }, inForce);
  // That an image is still to be named is no news to somebody who is writing.
  const contradictions = resolved.faults.filter(({ path }) => path !== "container_config.image");
  return locateFaults([...pinned.faults, ...contradictions, ...faults], text);
}
