import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Services } from "@/lib/server/services";
import type { OperationDto } from "../dto";
import type { OperationRecord, WorkspaceRecord } from "../record";
import { toOperationDto, toSharedSummary, type ClusterOfSummary } from "../summary";

export const clusterOfSummary = ({ config, isDefault }: ConnectedCluster): ClusterOfSummary => ({
  name: config.name,
  type: config.type,
  isDefault,
});

/** Tells open screens about a workspace. */
export function publishWorkspace(services: Services, cluster: ConnectedCluster, workspace: WorkspaceRecord): void {
  const data = toSharedSummary(workspace, clusterOfSummary(cluster), services.settings);
  const { id: workspaceId, ownerId, viewersMayOpen } = workspace;
  services.bus.publish({ type: "workspace", workspaceId, ownerId, viewersMayOpen, data });
}

export function publishOperation(
  services: Services,
  workspace: WorkspaceRecord,
  operation: OperationRecord,
): OperationDto {
  const data = toOperationDto(operation, workspace.name);
  services.bus.publish({ type: "operation", workspaceId: workspace.id, ownerId: workspace.ownerId, data });
  return data;
}

/** After the commit: tells what was stored and sets the reconciler to work. */
export function announce(
  services: Services,
  cluster: ConnectedCluster,
  stored: {
    readonly workspace: WorkspaceRecord;
    readonly operation: OperationRecord;
    readonly superseded?: readonly OperationRecord[];
  },
): OperationDto {
  services.wake(stored.workspace.id);
  publishWorkspace(services, cluster, stored.workspace);
  for (const operation of stored.superseded ?? []) publishOperation(services, stored.workspace, operation);
  return publishOperation(services, stored.workspace, stored.operation);
}
