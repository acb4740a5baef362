import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { say } from "@/lib/i18n/say";
import type { JsonObject } from "@/lib/shared/json";
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
