import type { Actor } from "@/lib/access/can";
import { workspaceUrl, type GatewaySettings } from "@/lib/gateway/address";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { OperationDto, SharedSummary, WorkspaceSummaryDto } from "./dto";
import { mayOn } from "./may";
import type { OperationRecord, WorkspaceRecord } from "./record";

export type ClusterOfSummary = { readonly name: string; readonly type: ClusterType; readonly isDefault: boolean };

/** What lists show of a workspace to this person. */
export const toSummary = (
  actor: Actor,
  workspace: WorkspaceRecord,
  cluster: ClusterOfSummary,
  settings: GatewaySettings,
): WorkspaceSummaryDto => ({ ...toSharedSummary(workspace, cluster, settings), may: mayOn(actor, workspace) });

/** Nothing in it is secret from those who may see the workspace. */
export function toSharedSummary(
  workspace: WorkspaceRecord,
  cluster: ClusterOfSummary,
  settings: GatewaySettings,
): SharedSummary {
  return {
    id: workspace.id,
    name: workspace.name,
    cluster: cluster.name,
    cluster_type: cluster.type,
    owner: workspace.ownerEmail,
    description: workspace.description,
    labels: workspace.labels,
    template: workspace.template,
    template_version: workspace.templateVersion,
    template_outdated: workspace.templateOutdated,
    revision: workspace.revision,
    desired: workspace.desired === "running" ? "running" : "stopped",
    phase: workspace.phase,
    cause: workspace.cause,
    ready: workspace.ready,
    url: workspaceUrl(settings, { name: workspace.name, cluster: cluster.name, onDefaultCluster: cluster.isDefault }),
    restarts: workspace.restarts,
    image: workspace.image,
    resources: { cpu: workspace.cpu, memory: workspace.memory },
    settings_changed: workspace.settingsChanged,
    drift: workspace.drift.length > 0,
    last_activity_at: workspace.lastActivityAt?.toISOString() ?? null,
    idle_stops_at: stopsIdle(workspace) ? (workspace.idleStopsAt?.toISOString() ?? null) : null,
    idle_warned: stopsIdle(workspace) && workspace.idleWarnedAt !== null,
    created_at: workspace.createdAt.toISOString(),
    updated_at: workspace.updatedAt.toISOString(),
    started_at: workspace.startedAt?.toISOString() ?? null,
  };
}

/** Its end was decided on while it ran. */
const stopsIdle = ({ desired, phase, idlePolicy }: WorkspaceRecord): boolean =>
  idlePolicy !== null && desired === "running" && (phase === "running" || phase === "unhealthy");

export function toOperationDto(operation: OperationRecord, workspaceName: string): OperationDto {
  return {
    id: operation.id,
    kind: operation.kind,
    workspace: workspaceName,
    workspace_id: operation.workspaceId,
    state: operation.state,
    progress: operation.progress,
    ...(operation.error ? { error: operation.error } : {}),
    by: operation.authorEmail,
    created_at: operation.createdAt.toISOString(),
    finished_at: operation.finishedAt?.toISOString() ?? null,
  };
}
