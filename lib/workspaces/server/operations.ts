import { plain, say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { OperationDto } from "../dto";
import type { OperationRecord } from "../record";
import { toOperationDto } from "../summary";
import { announce, publishOperation } from "./announce";
import { authorise, type Found } from "./authorise";
import { endOperation, findOperation } from "./operation-store";
import { changeWorkspace, findWorkspaceById } from "./store";

const noOperation = (id: string) => new PortalError("not-found", say("operation/not-found", { id }));

async function load(
  call: Call,
  id: string,
): Promise<{ readonly operation: OperationRecord; readonly name: string; readonly found: Found | null }> {
  const { services } = call;
  const operation = await findOperation(services.db, id);
  if (!operation) throw noOperation(id);
  const workspace = await findWorkspaceById(services.db, operation.workspaceId);
  if (!workspace) throw noOperation(id);
  try {
    authorise(call, workspace, "workspace:read");
  } catch {
    // Not to be seen: the operation does not exist either, and its workspace's name is not told.
    throw noOperation(id);
  }
  const cluster = services.clusters.list().find((entry) => entry.config.id === workspace.clusterId);
  return { operation, name: workspace.name, found: cluster ? { workspace, cluster } : null };
}

export async function getOperation(call: Call, id: string): Promise<OperationDto> {
  const { operation, name } = await load(call, id);
  return toOperationDto(operation, name);
}

/**
 * Ends an operation that is under way (docs/decisions/0004-the-last-wish-wins.md): a create or start is followed by a stop, since what has begun must
 * not go on unseen; for an update, restart or stop the portal only ceases to wait. A delete is not taken back.
 */
export async function cancelOperation(call: Call, id: string): Promise<OperationDto> {
  const { services, actor } = call;
  const { operation, name, found } = await load(call, id);
  if (!found) throw noOperation(id);
  const { workspace, cluster } = found;
  authorise(call, workspace, "workspace:operate");
  if (operation.state !== "queued" && operation.state !== "running") {
    throw new PortalError("conflict", say("operation/ended", { state: operation.state }));
  }
  if (operation.kind === "delete") {
    throw new PortalError("workspace/busy", say("operation/no-way-back"));
  }
  if (operation.kind === "create" || operation.kind === "start") {
    const wish = {
      kind: "stop",
      data: { desired: "stopped" },
      activity: plain(`deed/cancelled-${operation.kind}`),
    } as const;
    const changed = await changeWorkspace(services.db, {
      workspace,
      ...wish,
      authorEmail: actor.email,
      now: services.clock.now(),
    });
    if (changed) announce(services, cluster, changed);
    return getOperation(call, id);
  }
  const ended = await endOperation(services.db, id, {
    at: services.clock.now(),
    by: actor.email,
    error: { code: "cancelled", ...say("operation/cancelled", { by: actor.email }) },
  });
  if (!ended) return getOperation(call, id);
  services.wake(workspace.id);
  publishOperation(services, workspace, ended);
  return toOperationDto(ended, name);
}
