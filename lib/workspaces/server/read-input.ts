import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { faultError, PortalError, type Fault } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";
import { parseDocument, parseDocumentJson, peekCluster, type ParsedDocument } from "../document";

/** A document as text, or as JSON. */
export type DocumentInput = { readonly yaml: string } | { readonly document: JsonObject };

export const invalid = ([first, ...more]: readonly Fault[]): PortalError =>
  first ? faultError("document/invalid", first, ...more) : new PortalError("document/invalid", say("request/invalid"));

/** The cluster that a document names, else the default one. */
export function clusterFor(call: Call, name: string | undefined): ConnectedCluster {
  const { clusters } = call.services;
  const found = name === undefined ? clusters.default() : clusters.byName(name);
  if (found) return found;
  const known = clusters.list().map((cluster) => cluster.config.name);
  const said =
    name === undefined
      ? say("run/no-cluster-yet")
      : say("run/no-such-cluster", { cluster: name, known: known.join(", ") || say("run/none") });
  throw invalid([{ path: "cluster", ...said }]);
}

export function readInput(call: Call, input: DocumentInput): ParsedDocument & { readonly cluster: ConnectedCluster } {
  const cluster = clusterFor(call, peekCluster("yaml" in input ? input.yaml : input.document));
  const target = { clusterType: cluster.config.type };
  const reading = "yaml" in input ? parseDocument(input.yaml, target) : parseDocumentJson(input.document, target);
  if (!reading.ok) throw invalid(reading.faults);
  return { ...reading, cluster };
}
