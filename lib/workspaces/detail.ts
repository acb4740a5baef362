import { roleOn, type Actor } from "@/lib/access/can";
import type { GatewaySettings } from "@/lib/gateway/address";
import type { SeenRoute } from "@/lib/provisioning/provider";
import { idleView, type IdleKnowledge } from "@/lib/idle/view";
import type { IngressDto, WorkspaceDto } from "./dto";
import type { OperationRecord, RevisionRecord, WorkspaceRecord } from "./record";
import { publicUrl } from "./public-url";
import { toOperationDto, toSummary, type ClusterOfSummary } from "./summary";

export type Detail = {
  readonly workspace: WorkspaceRecord;
  readonly revision: Pick<RevisionRecord, "document" | "documentYaml">;
  readonly operation: OperationRecord | null;
  readonly ingress?: SeenRoute | null;
  readonly idle?: IdleKnowledge;
};

/** One workspace as its page shows it to this person. */
export function toDetail(
  actor: Actor,
  detail: Detail,
  cluster: ClusterOfSummary,
  settings: GatewaySettings,
): WorkspaceDto {
  const { workspace, revision, operation } = detail;
  const summary = toSummary(actor, workspace, cluster, settings);
  return {
    ...summary,
    document: revision.document,
    document_yaml: revision.documentYaml,
    applied_revision: workspace.appliedRevision,
    settings_wait: workspace.waitingInherited !== null,
    idle: idleView(workspace, detail.idle ?? null),
    expires_at: workspace.expiresAt?.toISOString() ?? null,
    ingress: detail.ingress ? toIngressDto(detail.ingress) : null,
    public_url: publicUrl(revision.document, summary.cluster_type),
    role: roleOn(actor, workspace) ?? "viewer",
    operation: operation ? toOperationDto(operation, workspace.name) : null,
  };
}

const toIngressDto = ({ url, problem }: SeenRoute): IngressDto => ({
  url,
  problem: problem?.message ?? null,
  problem_text: problem?.text ?? null,
});
