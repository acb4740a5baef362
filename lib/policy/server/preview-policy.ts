import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Call } from "@/lib/server/services";
import { isPortalError, type Fault } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";
import type { ResolvedDocument } from "@/lib/layers/resolve";
import { changedPaths } from "@/lib/layers/leaves";
import type { Manifest } from "@/lib/provisioning/manifest";
import { resolveEffective } from "@/lib/workspaces/compose";
import type { InheritedSnapshot } from "@/lib/workspaces/inherited";
import type { WorkspaceRecord } from "@/lib/workspaces/record";
import { underlayOf } from "@/lib/templates/server/use-template";
import { composeStored, snapshotOf } from "@/lib/workspaces/server/build-stored";
import { invalid } from "@/lib/workspaces/server/read-input";
import { forEachWithDocument } from "@/lib/workspaces/server/settings-store";
import { checkPolicies } from "../check";
import { conflictsOf } from "../conflicts";
import type { PolicyEffectDto } from "../dto";
import { layersOfExisting, policyLayers } from "../layers";
import { parsePolicy } from "../parse";
import type { PolicyInForce } from "../policy";
import { authorisePolicy } from "./authorise-policy";

type Stored = { readonly workspace: WorkspaceRecord; readonly document: JsonObject };
type Item = PolicyEffectDto["items"][number];

/** What every workspace would become at its next start if this text were saved. Stores nothing and touches nothing. */
export async function previewPolicy(call: Call, text: string): Promise<PolicyEffectDto> {
  authorisePolicy(call, "policy:write");
  const reading = parsePolicy(text);
  if (!reading.ok) throw invalid(reading.faults);
  const { services } = call;
  const present = await services.policies.inForce();
  const candidate: readonly PolicyInForce[] = [
    ...present.filter(({ source }) => source === "file"),
    ...(reading.policy.enabled ? [{ source: "portal", policy: reading.policy } as const] : []),
  ];
  const items: Item[] = [];
  for (const cluster of services.clusters.list()) {
    await forEachWithDocument(services.db, cluster.config.id, call.signal, async (stored) => {
      items.push(await effectOn(call, cluster, stored, { present, candidate }));
    });
  }
  return { counts: countsOf(items), items };
}

function countsOf(items: readonly Item[]): PolicyEffectDto["counts"] {
  const counts = { unaffected: 0, defaults: 0, overridden: 0, refused: 0 };
  for (const { effect } of items) counts[effect] += 1;
  return counts;
}

type Policies = { readonly present: readonly PolicyInForce[]; readonly candidate: readonly PolicyInForce[] };

async function effectOn(
  call: Call,
  cluster: ConnectedCluster,
  stored: Stored,
  { present, candidate }: Policies,
): Promise<Item> {
  const { workspace } = stored;
  const snapshot = snapshotOf(call.services, workspace);
  const layers = (policies: readonly PolicyInForce[]) =>
    layersOfExisting(policyLayers(policies, cluster.provider.type), snapshot.policies);
  const { next, facts, faults } = await checkNext(call, cluster, stored, {
    candidate,
    inherited: { ...snapshot, policies: layers(candidate) },
  });
  const of = {
    name: workspace.name,
    cluster: cluster.config.name,
    owner: workspace.ownerEmail,
    running: workspace.desired === "running",
    faults,
  };
  if (faults.length > 0) return { ...of, effect: "refused", keys: [...new Set(faults.map(({ path }) => path))] };
  const now = await resolved(call, cluster, stored, { ...snapshot, policies: layers(present) }, facts);
  const known = new Set(conflictsOf(now).map(({ path }) => path));
  const taken = conflictsOf(next).map(({ path }) => path);
  if (taken.some((path) => !known.has(path))) return { ...of, effect: "overridden", keys: taken };
  const keys = changedPaths(now.value, next.value);
  return { ...of, effect: keys.length > 0 ? "defaults" : "unaffected", keys };
}

async function resolved(
  { services }: Call,
  { provider }: ConnectedCluster,
  { workspace: { name }, document }: Stored,
  { policies, storage }: InheritedSnapshot,
  facts: JsonObject,
): Promise<ResolvedDocument> {
  const { settings } = services;
  const template = await underlayOf(services, document, provider.type);
  return resolveEffective({ provider, facts, settings, name, document, template, policies, storage });
}

type Checked = { readonly next: ResolvedDocument; readonly facts: JsonObject; readonly faults: readonly Fault[] };

/** What it would become, checked on the document, and on the objects where the cluster has told what building needs. */
async function checkNext(
  call: Call,
  cluster: ConnectedCluster,
  stored: Stored,
  { candidate, inherited }: { readonly candidate: readonly PolicyInForce[]; readonly inherited: InheritedSnapshot },
): Promise<Checked> {
  const { services, signal } = call;
  const check = (effective: ResolvedDocument, manifests: readonly Manifest[]) =>
    checkPolicies(
      { clusterType: cluster.config.type, resolved: effective, conflictsOf: effective, manifests },
      candidate,
    );
  const wanted: Stored = { ...stored, workspace: { ...stored.workspace, desired: "running" } };
  try {
    const { effective, manifests } = await composeStored(services, cluster, wanted, signal, { inherited });
    return { next: effective, facts: await cluster.facts(signal), faults: check(effective, manifests) };
  } catch (error) {
    if (!isPortalError(error)) throw error;
    const next = await resolved(call, cluster, stored, inherited, {});
    const refused = error.code === "policy/denied" || error.code === "document/invalid";
    const own = error.options.faults ?? [{ path: "", message: error.message }];
    return { next, facts: {}, faults: refused ? own : check(next, []) };
  }
}
