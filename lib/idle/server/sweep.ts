import PQueue from "p-queue";
import { say } from "@/lib/i18n/say";
import type { Services } from "@/lib/server/services";
import { timeInText } from "@/lib/shared/time";
import { publishWorkspace } from "@/lib/workspaces/server/announce";
import { decideFor, type Evidence, type IdleDecision } from "../decide";
import { capIdle, mostIdleSeconds, type IdlePolicy } from "../policy";
import { askWorkspace } from "./ask-workspace";
import { keepUse, type Use } from "./evidence-store";
import { stopIdle } from "./stop-idle";
import { keepDecisions, takeDue, type Decided, type Watched } from "./sweep-store";

/** Milliseconds between two looks at a workspace whose end is not near. */
const lookMilliseconds = 60_000;
/** A look that a dead replica took up is done by another one after this time. */
const takenMilliseconds = 30_000;
/** Workspaces that are asked at the same time: two thousand that all hang, each for its three seconds, take 24. */
const concurrency = 256;
const mostAtOnce = 1_000;
/** Answers are written when so many are there, or after so many milliseconds: what hangs holds up nobody else's. */
const batch = 100;
const batchMilliseconds = 500;
/** Smaller moves of the end are told with the next look. */
const toldMilliseconds = 20_000;

export type SweepResult = { readonly looked: number; readonly warned: number; readonly stopped: number };

/** One look at all workspaces that are due (product, section 7). */
export async function sweepIdle(services: Services): Promise<SweepResult> {
  const { db, clock, log } = services;
  const result = { looked: 0, warned: 0, stopped: 0 };
  for (;;) {
    const now = clock.now();
    const due = await takeDue(db, now, new Date(now.getTime() + takenMilliseconds), mostAtOnce);
    if (due.length === 0) return result;
    const most = mostIdleSeconds(await services.policies.inForce());
    const finished: Looked[] = [];
    const writing: Promise<void>[] = [];
    const write = () => {
      const part = finished.splice(0);
      if (part.length === 0) return;
      const written = settle(services, part, result).catch((error: unknown) =>
        log.error({ err: error, workspaces: part.length }, "what was seen of idle workspaces was not written"),
      );
      writing.push(written);
    };
    const timer = setInterval(write, batchMilliseconds);
    const lookAt = async (watched: Watched) => {
      const looked = await look(services, watched, most).catch((error: unknown) => {
        log.error({ err: error, workspace: watched.workspace.name }, "idleness could not be looked at");
        return null;
      });
      if (looked) finished.push(looked);
      if (finished.length >= batch) write();
    };
    await new PQueue({ concurrency }).addAll(due.map((watched) => () => lookAt(watched)));
    clearInterval(timer);
    write();
    await Promise.all(writing);
    result.looked += due.length;
    if (due.length < mostAtOnce) return result;
  }
}

type Looked = {
  readonly watched: Watched;
  readonly policy: IdlePolicy;
  readonly uses: readonly Use[];
  readonly decision: IdleDecision;
  readonly now: Date;
};

async function look(services: Services, watched: Watched, most: number | null): Promise<Looked | null> {
  const { workspace } = watched;
  if (!workspace.idlePolicy) return null;
  const policy = capIdle(workspace.idlePolicy, most);
  const cluster = services.clusters.list().find((entry) => entry.config.id === workspace.clusterId);
  const uses = cluster?.state === "connected" ? await askWorkspace(services, cluster, workspace, policy) : [];
  const now = services.clock.now();
  const decision = decideFor(workspace, policy, withUses(watched.evidence, uses, now), now);
  return { watched, policy, uses, decision, now };
}

/** What was just heard takes the place of what was known. The last use stays known while a source cannot be asked. */
export function withUses(evidence: readonly Evidence[], uses: readonly Use[], now: Date): readonly Evidence[] {
  const before = (source: string) => evidence.find((entry) => entry.source === source);
  return [
    ...evidence.filter((entry) => !uses.some((use) => use.source === entry.source)),
    ...uses.map(({ source, state, at, reason = null }) => ({
      source,
      state,
      at: at ?? before(source)?.at ?? null,
      seenAt: now,
      reason,
    })),
  ];
}

/** Writes what was decided, tells who is to know, and stops what is to be stopped. */
async function settle(
  services: Services,
  looked: readonly Looked[],
  result: { warned: number; stopped: number },
): Promise<void> {
  const uses = looked.flatMap((entry) => entry.uses);
  const now = services.clock.now();
  if (uses.length > 0) await keepUse(services.db, uses, now);
  await keepDecisions(services.db, looked.map(decidedOf));
  for (const entry of looked) {
    const { decision, watched } = entry;
    if (decision.action === "warn" && isNewWarning(entry)) {
      result.warned += 1;
      warn(services, entry);
    }
    if (decision.action === "stop") {
      const stopped = await stopIdle(services, watched.workspace.id, entry.policy.seconds).catch((error: unknown) => {
        services.log.error({ err: error, workspace: watched.workspace.name }, "an idle workspace was not stopped");
        return false;
      });
      if (stopped) {
        result.stopped += 1;
        continue;
      }
    }
    if (isWorthTelling(entry)) tell(services, entry);
  }
}

const isNewWarning = ({ watched, decision }: Looked): boolean =>
  decision.warnedAt?.getTime() !== watched.workspace.idleWarnedAt?.getTime();

function decidedOf({ watched, decision, now }: Looked): Decided {
  const { workspace } = watched;
  const next = [decision.warnsAt, decision.stopsAt].flatMap((time) => {
    const milliseconds = time?.getTime() ?? 0;
    return milliseconds > now.getTime() ? milliseconds : [];
  });
  const checkAt = new Date(Math.min(now.getTime() + lookMilliseconds, ...next));
  return {
    id: workspace.id,
    stopsAt: decision.stopsAt,
    warnedAt: decision.warnedAt,
    checkAt,
  };
}

/** The end of a warning that does not hold any more is told too. */
function isWorthTelling({ watched, decision }: Looked): boolean {
  const { idleStopsAt: before, idleWarnedAt } = watched.workspace;
  const after = decision.stopsAt;
  if ((before === null) !== (after === null)) return true;
  if ((idleWarnedAt === null) !== (decision.warnedAt === null)) return true;
  return before !== null && after !== null && Math.abs(after.getTime() - before.getTime()) >= toldMilliseconds;
}

function tell(services: Services, { watched: { workspace }, decision }: Looked): void {
  const cluster = services.clusters.list().find((entry) => entry.config.id === workspace.clusterId);
  if (!cluster) return;
  publishWorkspace(services, cluster, {
    ...workspace,
    lastActivityAt: decision.lastActivityAt ?? workspace.lastActivityAt,
    idleStopsAt: decision.stopsAt,
    idleWarnedAt: decision.warnedAt,
  });
}

function warn(services: Services, { watched: { workspace }, decision: { stopsAt } }: Looked): void {
  if (!stopsAt) return;
  const { id: workspaceId, ownerId, viewersMayOpen, name } = workspace;
  const cluster = services.clusters.list().find((entry) => entry.config.id === workspace.clusterId);
  const warning = say("idle/warning", { name, time: timeInText(stopsAt) });
  services.bus.publish({
    type: "notice",
    workspaceId,
    ownerId,
    viewersMayOpen,
    data: {
      code: "idle-warning",
      text: warning.message,
      said: warning.text,
      workspace: name,
      cluster: cluster?.config.name ?? "",
      stops_at: stopsAt.toISOString(),
    },
  });
}
