import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { OperationDto } from "../dto";
import type { WorkspaceRecord } from "../record";
import { announce } from "./announce";
import { findFor, type Ref } from "./authorise";
import { changeWorkspace, type WorkspaceChange } from "./store";

type Wish = Pick<WorkspaceChange, "kind" | "data" | "activity">;

export const beingDeleted = (workspace: WorkspaceRecord): PortalError =>
  new PortalError(
    "workspace/busy",
    `The workspace ${workspace.name} is being deleted. Nothing else can be done with it.`,
  );

/** The last wish wins: an operation that is under way ends as superseded. Only a delete is not taken back. */
async function operate(
  call: Call,
  ref: Ref,
  wishFor: (workspace: WorkspaceRecord) => Wish,
): Promise<{ readonly operation: OperationDto }> {
  const { services, actor } = call;
  const attempts = 3;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const { workspace, cluster } = await findFor(call, ref, "workspace:operate");
    if (workspace.desired === "absent") throw beingDeleted(workspace);
    const wish = wishFor(workspace);
    const now = services.clock.now();
    const changed = await changeWorkspace(services.db, { workspace, ...wish, authorEmail: actor.email, now });
    // Null: an update or a delete came between reading and writing; what was read is not true any more.
    if (changed) return { operation: announce(services, cluster, changed) };
  }
  throw new PortalError(
    "workspace/busy",
    `The workspace ${ref.name} is being changed by others at this moment. Try again.`,
  );
}

/** A start applies what was left for the next restart. */
export const startWorkspace = (call: Call, ref: Ref) =>
  operate(call, ref, (workspace) => ({
    kind: "start",
    data: { desired: "running", appliedRevision: workspace.revision },
    activity: "started the workspace",
  }));

/** Storage stays. */
export const stopWorkspace = (call: Call, ref: Ref) =>
  operate(call, ref, () => ({ kind: "stop", data: { desired: "stopped" }, activity: "stopped the workspace" }));

export const restartWorkspace = (call: Call, ref: Ref) =>
  operate(call, ref, (workspace) => ({
    kind: "restart",
    data: { desired: "running", appliedRevision: workspace.revision, restarts: 1 },
    activity: "restarted the workspace",
  }));
