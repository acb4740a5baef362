import { say, type Said } from "@/lib/i18n/say";
import { noteActivity } from "@/lib/reconcile/server/store";
import type { Services } from "@/lib/server/services";
import { portalItself, systemCall } from "@/lib/server/system-call";
import { isPortalError } from "@/lib/shared/errors";
import { timeInText } from "@/lib/shared/time";
import type { WorkspaceRecord } from "@/lib/workspaces/record";
import { announce } from "@/lib/workspaces/server/announce";
import { startWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { changeWorkspace } from "@/lib/workspaces/server/store";
import { dueDeed, nextRun, type ScheduledDeed } from "../schedule";
import { listExpired, listScheduled, moveNext, type Scheduled } from "./schedule-store";

/** Where a schedule names no more times: later than anybody looks. */
const never = new Date("9999-01-01T00:00:00Z");

/** What the clock asks for: stops of expired workspaces, and starts and stops by schedule. */
export async function runDue(services: Services, signal: AbortSignal): Promise<void> {
  const now = services.clock.now();
  for (const workspace of await listExpired(services.db, now)) await stopExpired(services, workspace, now);
  for (const scheduled of await listScheduled(services.db, now)) await runScheduled(services, scheduled, now, signal);
}

async function stopExpired(services: Services, workspace: WorkspaceRecord, now: Date): Promise<void> {
  const time = timeInText(workspace.expiresAt ?? now);
  await stop(services, workspace, say("deed/expired", { time }), now);
}

/** Only what still runs: another replica, or a person, may have come first. */
async function stop(services: Services, workspace: WorkspaceRecord, deed: Said, now: Date): Promise<void> {
  const changed = await changeWorkspace(services.db, {
    workspace,
    kind: "stop",
    data: { desired: "stopped" },
    authorEmail: portalItself,
    activity: deed.message,
    now,
    onlyRunning: true,
  });
  if (changed) announce(services, services.clusters.get(workspace.clusterId), changed);
}

/**
 * Does what is due, and reckons the next time. The row is marked before and moved on after: a portal that dies in between leaves the deed to the
 * next one, and doing it twice is the same as once.
 */
async function runScheduled(
  services: Services,
  { workspace, nextAt }: Scheduled,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const { db } = services;
  const { id, schedule } = workspace;
  if (!schedule) return;
  const next = nextRun(schedule, now) ?? never;
  if (nextAt === null) return void (await moveNext(db, id, null, next));
  const due = dueDeed(schedule, new Date(Math.floor(nextAt.getTime() / 1000) * 1000), now);
  // Somebody asked to keep it running: the stop waits for the end of that.
  if (due?.deed === "stop" && workspace.keepUntil !== null && workspace.keepUntil > now) return;
  const marked = new Date(nextAt.getTime() + 1);
  if (!(await moveNext(db, id, nextAt, marked))) return;
  if (due) await carryOut(services, workspace, due, now, signal);
  await moveNext(db, id, marked, next);
}

async function carryOut(
  services: Services,
  workspace: WorkspaceRecord,
  { deed, at }: ScheduledDeed,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const time = timeInText(at);
  if (deed === "stop") {
    if (workspace.desired === "running") await stop(services, workspace, say("deed/schedule-stopped", { time }), now);
    return;
  }
  if (workspace.desired === "running") return;
  const cluster = services.clusters.get(workspace.clusterId).config.name;
  try {
    const options = { deed: say("deed/schedule-started", { time }).message };
    await startWorkspace(systemCall(services, signal), { name: workspace.name, cluster }, options);
  } catch (error) {
    if (!isPortalError(error)) throw error;
    const refused = say("deed/schedule-refused", { time, reason: error });
    await noteActivity(services.db, workspace.id, portalItself, "start.refused", refused.message);
  }
}
