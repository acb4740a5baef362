import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { clusterVariables } from "@/lib/clusters/server/cluster-variables";
import type { ResolvedDocument } from "@/lib/layers/resolve";
import { policyChanges } from "@/lib/policy/changes";
import { bypassFaults } from "@/lib/policy/conflicts";
import { layersOfExisting, policyLayers, type PolicyLayers } from "@/lib/policy/layers";
import type { Call } from "@/lib/server/services";
import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";
import { readYaml } from "@/lib/shared/yaml";
import { isYamlEditError, patchYaml } from "@/lib/shared/yaml-patch";
import { pinTemplate } from "@/lib/templates/server/pin-template";
import { underlayOf, versionOf } from "@/lib/templates/server/use-template";
import { withTemplateVersion } from "@/lib/templates/server/with-template-version";
import { resolveEffective, type Composed } from "../compose";
import { locateFaults } from "../locate-faults";
import { parseDocument, type ParsedDocument } from "../document";
import { growingFaults, identityFaults, immutableFaults } from "../immutable";
import { snapshotChanges, takeSnapshot, type InheritedSnapshot } from "../inherited";
import type { RevisionRecord, WorkspaceRecord } from "../record";
import { notFound, findFor, type Ref } from "./authorise";
import { composeStored, snapshotOf, waitingSnapshotOf } from "./build-stored";
import { checkObjects, refuse } from "./check-objects";
import { beingDeleted } from "./operate-workspace";
import { invalid } from "./read-input";
import { findRevision } from "./store";

export type UpdateInput = {
  /** JSON merge patch (RFC 7386) of the document; the text keeps its comments. */
  readonly document?: JsonObject | undefined;
  /** The whole new text, in place of a patch. */
  readonly document_yaml?: string | undefined;
  /** Move to this version of its template; values of parameters that it does not have are left out. */
  readonly template_version?: number | "latest" | undefined;
  /** Take the cluster's variables and the policies as they are now; restarts when they differ. */
  readonly update_workspace_settings?: boolean | undefined;
  readonly apply?: "now" | "next-restart" | undefined;
  readonly plan_hash?: string | undefined;
  readonly message?: string | undefined;
  /** The stored document whose image stays where the text names none; absent: the present one. */
  readonly image_from?: JsonObject | undefined;
  /** For the activity, in place of "updated". */
  readonly deed?: string | undefined;
  /** Of the operation that will be stored, where it was decided before. */
  readonly operation_id?: string | undefined;
};

export type PreparedUpdate = {
  readonly cluster: ConnectedCluster;
  /** As stored. */
  readonly current: WorkspaceRecord;
  /** As it will be. */
  readonly next: WorkspaceRecord;
  readonly changed: boolean;
  /** Its template has a newer version than the one that the document stands on. */
  readonly templateOutdated: boolean;
  readonly parsed: ParsedDocument;
  /** As it will be stored: with the image that the workspace keeps. */
  readonly document: JsonObject;
  readonly effective: ResolvedDocument;
  readonly composed: Composed;
  readonly snapshot: InheritedSnapshot;
  /** Null: the stored one stays. */
  readonly newSnapshot: InheritedSnapshot | null;
  /** Names of variables and of policy values that differ from the snapshot's, whether or not this update takes them over. */
  readonly settingsChanged: readonly string[];
  /** Those that still differ when this update is in force. */
  readonly settingsLeft: readonly string[];
};

/** Everything that updating checks and builds, without storing anything. */
export async function prepareUpdate(call: Call, ref: Ref, input: UpdateInput): Promise<PreparedUpdate> {
  const { services } = call;
  const { workspace: current, cluster } = await findFor(call, ref, "workspace:operate");
  if (current.desired === "absent") throw beingDeleted(current);
  const revision = await findRevision(services.db, current.id, current.revision);
  if (!revision) throw notFound(ref);
  const parsed = await readUpdate(call, cluster, revision, input);
  const faults = identityFaults(parsed.document, { name: current.name, cluster: cluster.config.name });
  if (faults.length > 0) throw invalid(faults);

  const { provider } = cluster;
  const pinned = await pinTemplate(services, parsed.json, provider.type, input.image_from ?? revision.document);
  if (pinned.faults.length > 0) throw invalid(locateFaults(pinned.faults, parsed.text));
  const { underlay } = pinned;
  const facts = await cluster.facts(call.signal);
  const stored = snapshotOf(services, current);
  const { storage } = stored;
  const waiting = waitingSnapshotOf(services, current);
  // What waits is the wish of an earlier update: this one goes on from there, as it does from the newest revision.
  const wished = waiting ?? stored;
  const inForce = await services.policies.inForce();
  const presentLayers = policyLayers(inForce, provider.type);
  const taken = layersOfExisting(presentLayers, wished.policies);
  const takesOver = input.update_workspace_settings === true;
  const { settings } = services;
  const { name } = current;
  const resolve = (document: JsonObject, policies: PolicyLayers = wished.policies, template = underlay) =>
    resolveEffective({ provider, facts, settings, name, document, template, policies, storage });
  const resolveStored = async (document: JsonObject) =>
    resolve(document, wished.policies, await underlayOf(services, document, provider.type));
  const before = await resolveStored(revision.document);
  const imageFrom = input.image_from ? await resolveStored(input.image_from) : before;
  const document = keepImage(parsed, pinned.document, resolve(pinned.document), imageFrom);
  const underWished = resolve(document);
  const underPresent = resolve(document, taken);
  const effective = takesOver ? underPresent : underWished;
  const immutable = [
    ...immutableFaults(before.value, effective.value),
    ...growingFaults(before.value, effective.value, facts),
  ];
  if (immutable.length > 0) throw invalid(immutable);

  const present = takeSnapshot(
    current.name,
    effective.value,
    await clusterVariables(services, cluster, { workspace: current.name }),
    services.settings,
    taken,
    storage,
  );
  const settingsChanged = [
    ...snapshotChanges(stored, present, current.name),
    ...policyChanges(resolve(document, stored.policies), underPresent, []),
  ];
  const settingsLeft = takesOver
    ? []
    : [...snapshotChanges(wished, present, current.name), ...policyChanges(underWished, underPresent, [])];
  const newSnapshot = takesOver ? (settingsChanged.length > 0 ? present : null) : waiting;
  const snapshot = newSnapshot ?? stored;
  const changed =
    parsed.text !== revision.documentYaml || (underlay !== null && underlay.version !== versionOf(revision.document));
  const next: WorkspaceRecord = {
    ...current,
    revision: changed ? current.revision + 1 : current.revision,
    appliedRevision: changed ? current.revision + 1 : current.revision,
    restartCount: current.restartCount + (newSnapshot ? 1 : 0),
  };
  const composed = await composeStored(services, cluster, { workspace: next, document }, call.signal, {
    inherited: snapshot,
  });
  const { manifests } = composed;
  checkObjects({ cluster, effective, manifests, conflictsOf: underPresent }, inForce);
  if (!takesOver) {
    refuse(bypassFaults({ before, after: effective, present: resolve(document, presentLayers) }, inForce));
  }
  return {
    cluster,
    current,
    next,
    changed,
    templateOutdated: pinned.outdated,
    parsed,
    document,
    effective,
    composed,
    snapshot: stored,
    newSnapshot,
    settingsChanged,
    settingsLeft,
  };
}

async function readUpdate(
  { services }: Call,
  cluster: ConnectedCluster,
  revision: RevisionRecord,
  input: UpdateInput,
): Promise<ParsedDocument> {
  const written =
    input.document_yaml ??
    (input.document ? mergeText(revision.documentYaml, input.document, []) : revision.documentYaml);
  const { template_version: wanted } = input;
  const text = wanted === undefined ? written : await withTemplateVersion(services, written, wanted, revision.document);
  const reading = parseDocument(text, { clusterType: cluster.config.type });
  if (!reading.ok) throw invalid(reading.faults);
  return reading;
}

/** Applies a merge patch to the text, place by place, so that comments and order stay. */
function mergeText(text: string, patch: JsonObject, at: Path): string {
  return Object.entries(patch).reduce((result, [key, value]) => {
    const path = [...at, key];
    if (isObject(value) && Object.keys(value).length > 0 && isMapAt(result, path))
      return mergeText(result, value, path);
    try {
      return patchYaml(result, path, value === null ? undefined : withoutNulls(value));
    } catch (error) {
      if (!isYamlEditError(error)) throw error;
      throw invalid([{ path: path.join("."), message: error.message, text: error.text }]);
    }
  }, text);
}

function isMapAt(text: string, path: Path): boolean {
  const reading = readYaml(text);
  return reading.ok && isObject(getIn(reading.value, path));
}

/** RFC 7386: where a patch makes a new map, its nulls mean nothing. */
function withoutNulls(value: Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)] as const])),
  );
}

/** Absent `image` on update keeps the workspace's image (product, section 4). */
function keepImage(
  { document }: ParsedDocument,
  json: JsonObject,
  after: ResolvedDocument,
  before: ResolvedDocument,
): JsonObject {
  const image = getIn(before.value, ["container_config", "image"]);
  if (typeof image !== "string" || getIn(after.value, ["container_config", "image"]) !== undefined) return json;
  return { ...json, container_config: { ...document.container_config, image } };
}
