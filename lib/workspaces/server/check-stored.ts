import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { ResolvedDocument } from "@/lib/layers/resolve";
import { layersOfExisting, policyLayers } from "@/lib/policy/layers";
import type { Services } from "@/lib/server/services";
import { underlayOf } from "@/lib/templates/server/use-template";
import { resolveEffective, type Composed } from "../compose";
import { snapshotOf, type StoredWorkspace } from "./build-stored";
import { checkObjects } from "./check-objects";

/**
 * For the reconciler, before it makes or changes objects that shall run: a policy may be another than when this was asked for. What the
 * workspace was started with stays; only what the present policies forbid is refused. Throws `policy/denied`.
 */
export async function checkStored(
  services: Services,
  cluster: ConnectedCluster,
  { workspace, document }: StoredWorkspace,
  { effective, manifests }: Composed & { readonly effective: ResolvedDocument },
  signal: AbortSignal,
): Promise<void> {
  const inForce = await services.policies.inForce();
  const { provider } = cluster;
  const { settings } = services;
  const isStrict = inForce.some(({ policy }) => policy.enforce && policy.strict);
  const { storage, policies } = snapshotOf(services, workspace);
  const conflictsOf = isStrict
    ? resolveEffective({
        provider,
        facts: await cluster.facts(signal),
        settings,
        name: workspace.name,
        document,
        template: await underlayOf(services, document, provider.type),
        policies: layersOfExisting(policyLayers(inForce, provider.type), policies),
        storage,
      })
    : null;
  checkObjects({ cluster, effective, manifests, conflictsOf }, inForce);
}
