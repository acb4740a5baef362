import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { say } from "@/lib/i18n/say";
import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import { parseDocument, parseDocumentJson, type ParsedDocument } from "@/lib/workspaces/document";
import { invalid } from "@/lib/workspaces/server/read-input";

type Written = {
  readonly workspace_name?: string | undefined;
  readonly document?: JsonObject | undefined;
  readonly document_yaml?: string | undefined;
};

/** The document that people sent, else the one that says what runs. It names this cluster, and the workspace as it was asked for. */
export function readAdoptInput(cluster: ConnectedCluster, input: Written, found: JsonObject): ParsedDocument {
  const target = { clusterType: cluster.config.type };
  const reading =
    input.document_yaml !== undefined
      ? parseDocument(input.document_yaml, target)
      : parseDocumentJson(input.document ?? found, target);
  if (!reading.ok) throw invalid(reading.faults);
  const { name, cluster: named } = reading.document;
  if (named !== undefined && named !== null && named !== cluster.config.name) {
    throw invalid([{ path: "cluster", ...say("adopt/cluster-differs", { cluster: cluster.config.name }) }]);
  }
  if (input.workspace_name !== undefined && name !== input.workspace_name) {
    throw invalid([{ path: "name", ...say("adopt/name-differs", { name }) }]);
  }
  return reading;
}

/** Fields that settings of the portal fill where a document says nothing. */
const filled = ["ingress_name", "service_account_name"] as const;

/** Takes away what settings of the portal would add to what was found: they are for workspaces that Berth makes. */
export function withoutDefaults(document: JsonObject, resolved: JsonObject): JsonObject {
  const gone = filled.filter((field) => document[field] === undefined && resolved[field] !== undefined);
  const config = isObject(document.container_config) ? document.container_config : {};
  const resources = isObject(config.resources) ? config.resources : {};
  const lists = ["requests", "limits"].flatMap((kind) => {
    const present = isObject(resources[kind]) ? resources[kind] : {};
    const all = getIn(resolved, ["container_config", "resources", kind]);
    const added = isObject(all) ? Object.keys(all).filter((name) => present[name] === undefined) : [];
    if (added.length === 0) return [];
    return [[kind, { ...present, ...Object.fromEntries(added.map((name) => [name, null])) }] as const];
  });
  return {
    ...document,
    ...Object.fromEntries(gone.map((field) => [field, null])),
    ...(lists.length > 0
      ? { container_config: { ...config, resources: { ...resources, ...Object.fromEntries(lists) } } }
      : {}),
  };
}
