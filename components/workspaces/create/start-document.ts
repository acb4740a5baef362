import { patchDocumentText } from "@/components/yaml/document-text";
import type { ClusterDto, TemplateDto } from "@/lib/workspaces/dto";

export type ClusterChoice = Pick<ClusterDto, "name" | "type" | "state" | "reason" | "reason_text" | "is_default">;
/** By cluster's name: which programs a machine has differs from cluster to cluster. */
export type TemplatesByCluster = Readonly<Record<string, readonly TemplateDto[]>>;

/** The cluster that a new workspace begins with: the default one, else the first that answers, else the first. */
export function firstCluster(clusters: readonly ClusterChoice[], wished: string | null): ClusterChoice | undefined {
  return (
    clusters.find((cluster) => cluster.name === wished) ??
    clusters.find((cluster) => cluster.is_default) ??
    clusters.find((cluster) => cluster.state === "connected") ??
    clusters[0]
  );
}

export function startDocument(comment: string, cluster: string, template: string | undefined): string {
  const lines = [
    `# ${comment}`,
    "name:",
    `cluster: ${cluster}`,
    ...(template === undefined ? [] : [`template: ${template}`]),
  ];
  return `${lines.join("\n")}\n`;
}

/** The text for another cluster: its template stays when that cluster has it, else the cluster's first one takes its place. */
export function moveToCluster(
  text: string,
  cluster: string,
  template: string,
  available: readonly TemplateDto[],
): string {
  const moved = patchDocumentText(text, ["cluster"], cluster);
  if (template === "" || available.some((item) => item.name === template)) return moved;
  return patchDocumentText(patchDocumentText(moved, ["parameters"], undefined), ["template"], available[0]?.name);
}
