import { roleOn, type Actor } from "@/lib/access/can";
import type { GatewaySettings } from "@/lib/gateway/address";
import type { SeenRoute } from "@/lib/provisioning/provider";
import { getIn } from "@/lib/shared/json";
import type { IngressDto, WorkspaceDto } from "./dto";
import type { OperationRecord, RevisionRecord, WorkspaceRecord } from "./record";
import { toOperationDto, toSummary, type ClusterOfSummary } from "./summary";

export type Detail = {
  readonly workspace: WorkspaceRecord;
  readonly revision: Pick<RevisionRecord, "document" | "documentYaml">;
  readonly operation: OperationRecord | null;
  readonly ingress?: SeenRoute | null;
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
  const enabled =
    getIn(revision.document, ["lifecycle_config", "termination_policy", "enable_auto_termination"]) === true;
  return {
    ...summary,
    document: revision.document,
    document_yaml: revision.documentYaml,
    applied_revision: workspace.appliedRevision,
    settings_wait: workspace.waitingInherited !== null,
    idle: { enabled, last_activity_at: summary.last_activity_at, stops_at: null, sources: [] },
    ingress: detail.ingress ? toIngressDto(detail.ingress) : null,
    role: roleOn(actor, workspace) ?? "viewer",
    operation: operation ? toOperationDto(operation, workspace.name) : null,
  };
}

const toIngressDto = ({ url, problem }: SeenRoute): IngressDto => ({
  url,
  problem: problem?.message ?? null,
  problem_text: problem?.text ?? null,
});
