import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { OperationDto } from "../dto";
import type { WorkspaceRecord } from "../record";
import { announce } from "./announce";
import { columnsOf } from "../columns";
import { resolveEffective } from "../compose";
import { findFor, type Found, type Ref } from "./authorise";
import { changeWorkspace, findRevision, type WorkspaceChange } from "./store";

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
  wishFor: (found: Found) => Wish | Promise<Wish>,
): Promise<{ readonly operation: OperationDto }> {
  const { services, actor } = call;
  const attempts = 3;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const found = await findFor(call, ref, "workspace:operate");
    const { workspace, cluster } = found;
    if (workspace.desired === "absent") throw beingDeleted(workspace);
    const wish = await wishFor(found);
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

/** What was left for the next restart comes into force, with the columns that lists and the gateway read. */
async function newestRevision(call: Call, { workspace, cluster }: Found): Promise<WorkspaceChange["data"]> {
  const { services } = call;
  if (workspace.appliedRevision === workspace.revision) return {};
  const revision = await findRevision(services.db, workspace.id, workspace.revision);
  if (!revision) return {};
  const { settings } = services;
  const { provider } = cluster;
  const { document } = revision;
  const effective = resolveEffective({ provider, facts: {}, settings, name: workspace.name, document });
  const { port, cpu, memory } = columnsOf(effective.value);
  return { appliedRevision: workspace.revision, port, cpu, memory };
}

/** One that has failed is begun anew: what the backend holds of it may be what was asked for, and yet not run. */
export const startWorkspace = (call: Call, ref: Ref) =>
  operate(call, ref, async (found) => ({
    kind: "start",
    data: {
      ...(await newestRevision(call, found)),
      desired: "running",
      restarts: found.workspace.desired === "running" && found.workspace.phase === "failed" ? 1 : 0,
    },
    activity: "started the workspace",
  }));

/** Storage stays. */
export const stopWorkspace = (call: Call, ref: Ref) =>
  operate(call, ref, () => ({ kind: "stop", data: { desired: "stopped" }, activity: "stopped the workspace" }));

export const restartWorkspace = (call: Call, ref: Ref) =>
  operate(call, ref, async (found) => ({
    kind: "restart",
    data: { ...(await newestRevision(call, found)), desired: "running", restarts: 1 },
    activity: "restarted the workspace",
  }));
