import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Call } from "@/lib/server/services";
import { PortalError, type Fault } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";
import { parseDocument, parseDocumentJson, peekCluster, type ParsedDocument } from "../document";

/** A document as text, or as JSON. */
export type DocumentInput = { readonly yaml: string } | { readonly document: JsonObject };

export const invalid = (faults: readonly Fault[]): PortalError => {
  const [first] = faults;
  const more = faults.length > 1 ? ` And ${faults.length - 1} more.` : "";
  const where = first?.path ? `${first.path}: ` : "";
  return new PortalError("document/invalid", `${where}${first?.message ?? "The document is not valid."}${more}`, {
    faults,
  });
};

/** The cluster that a document names, else the default one. */
export function clusterFor(call: Call, name: string | undefined): ConnectedCluster {
  const { clusters } = call.services;
  const found = name === undefined ? clusters.default() : clusters.byName(name);
  if (found) return found;
  const known = clusters.list().map((cluster) => cluster.config.name);
  const message =
    name === undefined
      ? "There is no cluster yet. An owner of the portal adds one on the Clusters page."
      : `There is no cluster ${name}. Known: ${known.join(", ") || "none"}.`;
  throw invalid([{ path: "cluster", message }]);
}

export function readInput(call: Call, input: DocumentInput): ParsedDocument & { readonly cluster: ConnectedCluster } {
  const cluster = clusterFor(call, peekCluster("yaml" in input ? input.yaml : input.document));
  const target = { clusterType: cluster.config.type };
  const reading = "yaml" in input ? parseDocument(input.yaml, target) : parseDocumentJson(input.document, target);
  if (!reading.ok) throw invalid(reading.faults);
  return { ...reading, cluster };
}
