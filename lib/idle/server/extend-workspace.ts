import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { timeInText } from "@/lib/shared/time";
import type { OperationDto } from "@/lib/workspaces/dto";
import { publishOperation, publishWorkspace } from "@/lib/workspaces/server/announce";
import { findFor, type Ref } from "@/lib/workspaces/server/authorise";
import { addEndedOperation } from "@/lib/workspaces/server/operation-store";
import { mostIdleSeconds } from "../policy";

/**
 * "Keep running for…": neither idle stop nor a scheduled stop ends the workspace before that time. It never brings an end nearer. The operation
 * has ended when it is returned. Throws `policy/denied` above the policy's `maximum.max_idle_seconds`, `conflict` where nothing would stop it.
 */
export async function extendWorkspace(
  call: Call,
  ref: Ref,
  { seconds }: { readonly seconds: number },
): Promise<{ readonly operation: OperationDto }> {
  const { services, actor } = call;
  const { db } = services;
  const { workspace, cluster } = await findFor(call, ref, "workspace:operate");
  const { id, name, idlePolicy, schedule } = workspace;
  if (workspace.desired !== "running") throw new PortalError("conflict", say("idle/extend-stopped", { name }));
  if (!idlePolicy && !schedule?.stop) throw new PortalError("conflict", say("idle/extend-off", { name }));
  const most = mostIdleSeconds(await services.policies.inForce());
  if (most !== null && seconds > most) {
    const fault = say("idle/extend-most", { most });
    throw new PortalError("policy/denied", fault, {
      faults: [{ path: "seconds", rule: "maximum.max_idle_seconds", ...fault }],
    });
  }
  const now = services.clock.now();
  const keepUntil = latest(workspace.keepUntil, new Date(now.getTime() + seconds * 1000));
  const idleStopsAt = workspace.idleStopsAt && latest(workspace.idleStopsAt, keepUntil);
  const kept = { keepUntil, idleStopsAt, idleWarnedAt: null };
  await db.workspace.update({ where: { id }, data: { ...kept, idleCheckAt: now }, select: { id: true } });
  publishWorkspace(services, cluster, { ...workspace, ...kept });
  const deed = say("deed/kept", { time: timeInText(keepUntil) });
  const operation = await addEndedOperation(db, {
    workspaceId: id,
    kind: "update",
    progress: [{ at: now.toISOString(), step: deed.message, message: "" }],
    activity: deed.message,
    authorEmail: actor.email,
    now,
  });
  return { operation: publishOperation(services, workspace, operation) };
}

const latest = (a: Date | null, b: Date): Date => (a !== null && a > b ? a : b);
