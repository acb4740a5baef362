import { plain, say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { OperationDto } from "../dto";
import type { WorkspaceRecord } from "../record";
import { announce } from "./announce";
import { findFor, type Found, type Ref } from "./authorise";
import { beginAgain } from "./begin-again";
import { refuseExpired } from "./expired";
import { changeWorkspace, type WorkspaceChange } from "./store";

type Wish = Pick<WorkspaceChange, "kind" | "data" | "activity" | "operationId">;

export const beingDeleted = (workspace: WorkspaceRecord): PortalError =>
  new PortalError("workspace/busy", say("workspace/being-deleted", { name: workspace.name }));

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
  throw new PortalError("workspace/busy", say("workspace/being-changed", { name: ref.name }));
}

/** It runs, or is about to, as its newest revision says. One that has failed is to begin anew. */
const isUnderWay = ({ workspace: { desired, phase, revision, appliedRevision } }: Found): boolean =>
  desired === "running" && phase !== "failed" && revision === appliedRevision;

/** One that has failed is begun anew: what the backend holds of it may be what was asked for, and yet not run. */
export const startWorkspace = (call: Call, ref: Ref, options: { readonly deed?: string } = {}) =>
  operate(call, ref, async (found) => {
    refuseExpired(found.workspace, call.services.clock.now());
    return {
      kind: "start",
      data: {
        // What runs already is not touched: a start of it is no restart.
        ...(isUnderWay(found) ? {} : await beginAgain(call, found)),
        desired: "running",
        restarts: found.workspace.desired === "running" && found.workspace.phase === "failed" ? 1 : 0,
      },
      activity: options.deed ?? plain("deed/started"),
    };
  });

/** Storage stays. */
export const stopWorkspace = (call: Call, ref: Ref) =>
  operate(call, ref, () => ({ kind: "stop", data: { desired: "stopped" }, activity: plain("deed/stopped") }));

export const restartWorkspace = (call: Call, ref: Ref, options: { readonly operationId?: string } = {}) =>
  operate(call, ref, async (found) => {
    refuseExpired(found.workspace, call.services.clock.now());
    return {
      ...options,
      kind: "restart",
      data: { ...(await beginAgain(call, found)), desired: "running", restarts: 1 },
      activity: plain("deed/restarted"),
    };
  });
