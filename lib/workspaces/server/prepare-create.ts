import { can } from "@/lib/access/can";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { clusterVariables } from "@/lib/clusters/server/cluster-variables";
import { say } from "@/lib/i18n/say";
import type { ResolvedDocument } from "@/lib/layers/resolve";
import { policyLayers } from "@/lib/policy/layers";
import { storageSettings } from "@/lib/layers/storage-settings";
import { objectNames } from "@/lib/provisioning/naming";
import { idFrom } from "@/lib/server/ids";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { getIn } from "@/lib/shared/json";
import { pinTemplate } from "@/lib/templates/server/pin-template";
import { columnsOf } from "../columns";
import { composeWorkspace, resolveEffective, type Composed } from "../compose";
import { takeSnapshot, type InheritedSnapshot } from "../inherited";
import { locateFaults } from "../locate-faults";
import { checkNamespace } from "../namespace";
import { checkObjects } from "./check-objects";
import { invalid, readInput, type DocumentInput } from "./read-input";
import type { NewWorkspace } from "./insert-workspace";
import { earlierWorkspaces } from "./store";

export type PreparedCreate = {
  readonly made: NewWorkspace;
  readonly cluster: ConnectedCluster;
  readonly effective: ResolvedDocument;
  readonly composed: Composed;
  readonly snapshot: InheritedSnapshot;
};

/** Everything that creating checks and builds, without storing anything: the preview is the same as the deed. */
export async function prepareCreate(call: Call, input: DocumentInput): Promise<PreparedCreate> {
  if (!can(call.actor, "workspace:create")) {
    throw new PortalError("access/forbidden", say("access/no-creating"));
  }
  const { services, actor } = call;
  const { settings } = services;
  const { document: parsed, json, text, cluster } = readInput(call, input);
  const { provider, config } = cluster;
  const { name } = parsed;
  const [facts, variables, inForce, earlier, pinned] = await Promise.all([
    cluster.facts(call.signal),
    clusterVariables(services, cluster, { workspace: name }),
    services.policies.inForce(),
    earlierWorkspaces(services.db, config.id, name),
    pinTemplate(services, json, provider.type, null),
  ]);
  if (pinned.faults.length > 0) throw invalid(locateFaults(pinned.faults, text));
  const { document, underlay: template } = pinned;
  const policies = policyLayers(inForce, provider.type);
  const effective = resolveEffective({ provider, facts, settings, name, document, template, policies });
  const namespace = checkNamespace(effective.value, config, facts, settings.KUBE_NAMESPACE);
  const snapshot = takeSnapshot(name, effective.value, variables, settings, policies, storageSettings(settings, facts));
  // The same for the preview and the deed, so that the objects which were shown are those which are made; nobody else can foretell it.
  const id = idFrom(services.secrets.sign("workspace id", `${config.id}/${name}/${earlier.count}`));
  const names = objectNames(config.type, { id, name }, earlier.storageTaken);
  const composed = composeWorkspace({
    provider,
    facts,
    settings,
    effective,
    inherited: snapshot,
    address: { name, cluster: config.name, onDefaultCluster: cluster.isDefault },
    workspace: { id, name, owner: actor.email, revision: 1, restarts: 0 },
    names,
    namespace,
    running: true,
  });
  const { expiresAt } = columnsOf(effective.value);
  if (expiresAt !== null && expiresAt <= services.clock.now())
    throw invalid([{ path: "access.expires_at", ...say("workspace/expires-past") }]);
  checkObjects({ cluster, effective, manifests: composed.manifests, conflictsOf: effective }, inForce);
  const image: unknown = getIn(effective.value, ["container_config", "image"]);
  const made: NewWorkspace = {
    id,
    name,
    clusterId: config.id,
    ownerId: actor.userId,
    ...columnsOf(effective.value),
    namespace,
    names,
    inherited: services.secrets.seal(JSON.stringify(snapshot)),
    image: typeof image === "string" ? image : null,
    document,
    templateOutdated: pinned.outdated,
    documentYaml: text,
    authorEmail: actor.email,
    now: services.clock.now(),
  };
  return { made, cluster, effective, composed, snapshot };
}
