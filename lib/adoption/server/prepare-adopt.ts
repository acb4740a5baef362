import { findCluster } from "@/lib/clusters/server/find-cluster";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { ResolvedDocument } from "@/lib/layers/resolve";
import { policyLayers } from "@/lib/policy/layers";
import type { Adopted, FoundWorkload } from "@/lib/provisioning/adoption";
import { objectNames } from "@/lib/provisioning/naming";
import { idFrom } from "@/lib/server/ids";
import type { Call } from "@/lib/server/services";
import { getIn, type JsonObject } from "@/lib/shared/json";
import { pinTemplate } from "@/lib/templates/server/pin-template";
import { columnsOf } from "@/lib/workspaces/columns";
import { composeWorkspace, resolveEffective, type Composed } from "@/lib/workspaces/compose";
import { readSnapshot, type InheritedSnapshot } from "@/lib/workspaces/inherited";
import { locateFaults } from "@/lib/workspaces/locate-faults";
import { checkNamespace } from "@/lib/workspaces/namespace";
import { checkObjects } from "@/lib/workspaces/server/check-objects";
import type { NewWorkspace } from "@/lib/workspaces/server/insert-workspace";
import { invalid } from "@/lib/workspaces/server/read-input";
import { suggestName } from "../workspace-name";
import { countFormer, findOwner } from "./adopted-store";
import { adoptedStorage as storage, documentOf } from "./document-of";
import { findWorkload, type WorkloadRef } from "./find-workloads";
import { readAdoptInput } from "./read-input";

export type AdoptInput = WorkloadRef & {
  readonly workspace_name?: string | undefined;
  /** In place of the one that says what runs; its name counts when it has one. */
  readonly document?: JsonObject | undefined;
  readonly document_yaml?: string | undefined;
  /** E-mail; absent: whoever adopts. */
  readonly owner?: string | undefined;
};

export type PreparedAdopt = {
  readonly made: NewWorkspace;
  readonly workload: FoundWorkload;
  readonly cluster: ConnectedCluster;
  readonly effective: ResolvedDocument;
  readonly composed: Composed;
  readonly snapshot: InheritedSnapshot;
  readonly warnings: readonly Sayable[];
};

/** Everything that adopting checks and builds, without storing anything: the preview is the same as the deed. */
export async function prepareAdopt(call: Call, clusterName: string, input: AdoptInput): Promise<PreparedAdopt> {
  const { services } = call;
  const cluster = findCluster(call, clusterName, "cluster:adopt", "doing/adopt");
  const { workload, adoption } = await findWorkload(call, cluster, input);
  const { provider, config } = cluster;
  const { settings } = services;
  const [facts, inForce, owner, former] = await Promise.all([
    cluster.facts(call.signal),
    services.policies.inForce(),
    ownerOf(call, input.owner),
    countFormer(services.db, config.id, adoption.names(workload, noNames).main),
  ]);
  const name = input.workspace_name ?? suggestName(workload.name);
  const { document, base } = documentOf(services, cluster, adoption, workload, facts, name);
  const parsed = readAdoptInput(cluster, input, document);
  const pinned = await pinTemplate(services, parsed.json, provider.type, null);
  if (pinned.faults.length > 0) throw invalid(locateFaults(pinned.faults, parsed.text));
  const present = policyLayers(inForce, provider.type);
  // Gaps stay as they were found; what is enforced holds for it, too.
  const policies = present.filter(({ enforce }) => enforce);
  const template = pinned.underlay;
  const wanted = {
    provider,
    facts,
    settings,
    name: parsed.document.name,
    document: pinned.document,
    template,
    storage,
  };
  const effective = resolveEffective({ ...wanted, policies });
  const namespace = checkNamespace(effective.value, config, facts, settings.KUBE_NAMESPACE);
  refuseOtherPlace(workload, namespace);

  const snapshot: InheritedSnapshot = { ...readSnapshot(null), policies, storage };
  const workspaceName = parsed.document.name;
  // Two who adopt the same at the same moment make the same id, and only one row of it can be.
  const place = `${config.id}/${workload.kind}/${workload.namespace ?? ""}/${workload.name}/${workload.uid}/${former}`;
  const id = idFrom(services.secrets.sign("adopted workspace id", place));
  const names = adoption.names(workload, objectNames(config.type, { id, name: workspaceName }, true));
  const common = {
    provider,
    facts,
    settings,
    inherited: snapshot,
    address: { name: workspaceName, cluster: config.name, onDefaultCluster: cluster.isDefault },
    workspace: { id, name: workspaceName, owner: owner.email, revision: 1, restarts: 0 },
    names,
    namespace,
    running: workload.running,
  };
  const { environment } = composeWorkspace({ ...common, effective: base });
  const adopted: Adopted = { found: workload.objects, resolved: base.value, environment };
  const composed = composeWorkspace({ ...common, effective, adopted });
  const conflictsOf = resolveEffective({ ...wanted, policies: present });
  checkObjects({ cluster, effective, manifests: composed.manifests, conflictsOf }, inForce);
  const image: unknown = getIn(effective.value, ["container_config", "image"]);
  const { kind } = workload;
  const made: NewWorkspace = {
    id,
    name: workspaceName,
    clusterId: config.id,
    ownerId: owner.id,
    ...columnsOf(effective.value),
    namespace,
    names,
    inherited: services.secrets.seal(JSON.stringify(snapshot)),
    image: typeof image === "string" ? image : null,
    document: pinned.document,
    templateOutdated: pinned.outdated,
    documentYaml: parsed.text,
    authorEmail: call.actor.email,
    now: services.clock.now(),
    adopted: {
      sealed: services.secrets.seal(JSON.stringify(adopted)),
      running: workload.running,
      deed: say("deed/adopted", { kind, name: workload.name }).message,
    },
  };
  return { made, workload, cluster, effective, composed, snapshot, warnings: warningsFor(workload) };
}

const noNames = { main: "", data: "", env: "" } as const;

const warningsFor = ({ kind, remarks }: FoundWorkload): readonly Sayable[] => [
  ...remarks,
  say("adopt/kept-as-found"),
  ...(kind === "Container" ? [say("adopt/recreated-later")] : []),
];

async function ownerOf(
  { services, actor }: Call,
  email: string | undefined,
): Promise<{ readonly id: string; readonly email: string }> {
  if (email === undefined || email === actor.email) return { id: actor.userId, email: actor.email };
  const found = await findOwner(services.db, email);
  if (found) return found;
  throw invalid([{ path: "owner", ...say("adopt/owner-unknown", { email }) }]);
}

function refuseOtherPlace({ kind, name, namespace: own }: FoundWorkload, namespace: string | null): void {
  if (own === null || own === namespace) return;
  throw invalid([{ path: "namespace", ...say("adopt/namespace-differs", { kind, name, namespace: own }) }]);
}
