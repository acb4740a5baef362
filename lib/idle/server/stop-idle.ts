import { say } from "@/lib/i18n/say";
import type { Services } from "@/lib/server/services";
import { portalItself } from "@/lib/server/system-call";
import { timeInText } from "@/lib/shared/time";
import { announce } from "@/lib/workspaces/server/announce";
import { changeWorkspace } from "@/lib/workspaces/server/store";
import { decideFor, type Evidence } from "../decide";
import { findWatched } from "./sweep-store";

/**
 * Stops an idle workspace by the ordinary stop. It is looked at once more: what this replica has seen is written first, the decision is made
 * anew, and the row is changed only if nobody used or kept the workspace since. False: somebody did.
 */
export async function stopIdle(services: Services, id: string, seconds: number): Promise<boolean> {
  const { db, clock, clusters } = services;
  await services.use.flush();
  const watched = await findWatched(db, id);
  const policy = watched?.workspace.idlePolicy;
  if (!watched || !policy || watched.workspace.desired !== "running") return false;
  const { workspace, evidence } = watched;
  const now = clock.now();
  const decision = decideFor(workspace, { ...policy, seconds }, evidence, now);
  if (decision.action !== "stop" || !decision.lastActivityAt) return false;
  const lastSeen = decision.lastActivityAt;
  const source = evidence.find(({ at }) => at !== null && at.getTime() >= lastSeen.getTime())?.source ?? "start";
  const told = say("deed/idle-stopped", {
    seconds,
    source: say(`idle/source-${source}`),
    time: timeInText(lastSeen),
    evidence: evidence.length === 0 ? "–" : evidence.map(inOneWord).join(", "),
  });
  const changed = await changeWorkspace(db, {
    workspace,
    kind: "stop",
    data: { desired: "stopped" },
    authorEmail: portalItself,
    activity: told.message,
    now,
    onlyRunning: true,
    unlessUsed: workspace,
  });
  if (!changed) return false;
  announce(services, clusters.get(workspace.clusterId), changed);
  return true;
}

/** For the record, the same in every language: `requests: 2026-11-21 19:00:00 UTC`. */
const inOneWord = ({ source, at }: Evidence): string => `${source}: ${at ? timeInText(at) : "–"}`;
