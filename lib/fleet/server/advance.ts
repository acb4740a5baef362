import PQueue from "p-queue";
import { actorOfAuthor } from "@/lib/access/server/session";
import { say, type Said } from "@/lib/i18n/say";
import { newId } from "@/lib/server/ids";
import { perServices } from "@/lib/server/per-services";
import type { Call, Services } from "@/lib/server/services";
import type { OperationRecord } from "@/lib/workspaces/record";
import { reasonOf } from "../reasons";
import type { FleetItemRecord, FleetRecord } from "../record";
import { nextOfRollout } from "../rollout";
import { doItem } from "./do-item";
import { publishFleet } from "./publish";
import {
  beginItems,
  claimFleet,
  endFleet,
  haltFleet,
  loadStage,
  settleItem,
  type Settled,
  type StageItem,
} from "./rollout-store";
import { leaveOut } from "./store";

export type PassOptions = { readonly leaseSeconds: number; readonly signal: AbortSignal };

/** `working`: to be looked at again soon; `idle`: nothing to do here until somebody says so. */
export type PassResult = "working" | "idle";

/** Workspaces that rollouts change at the same time, of all of them together; one that was begun goes on by itself. */
const queueOf = perServices(() => new PQueue({ concurrency: 8 }));

/** How many names say what is wrong; more do not say more. */
const mostNames = 5;

/**
 * One pass over a rollout: writes what became of the workspaces that are worked on, and begins the next ones. Everything is decided from the
 * database, so that any replica can go on at any moment after a kill.
 */
export async function advanceFleet(services: Services, id: string, options: PassOptions): Promise<PassResult> {
  const { db, instance: owner } = services;
  for (;;) {
    const now = services.clock.now();
    const lease = { owner, now, until: new Date(now.getTime() + options.leaseSeconds * 1000) };
    const fleet = await claimFleet(db, id, lease);
    if (!fleet || options.signal.aborted) return "idle";
    const pass: Pass = { services, fleet, owner, signal: options.signal, changed: [] };
    for (const item of await loadStage(db, id)) if (item.state === "working") await settleWorking(pass, item);
    const result = await decide(pass);
    if (result === "next") continue;
    if (pass.changed.length > 0) await tell(pass);
    return result;
  }
}

type Pass = {
  readonly services: Services;
  readonly fleet: FleetRecord;
  readonly owner: string;
  readonly signal: AbortSignal;
  /** To be told to open screens. */
  readonly changed: FleetItemRecord[];
};

/** Each change once. */
const tell = ({ services, fleet, changed }: Pass): Promise<void> => publishFleet(services, fleet.id, changed.splice(0));

async function settle(pass: Pass, position: number, settled: Settled): Promise<void> {
  const { services, fleet, owner, changed } = pass;
  const written = await settleItem(services.db, fleet.id, position, settled, { owner, now: services.clock.now() });
  if (written) changed.push(written);
}

async function settleWorking(pass: Pass, item: StageItem): Promise<void> {
  const { operation } = item;
  if (operation) {
    const settled = outcomeOf(operation);
    if (settled) await settle(pass, item.position, settled);
  } else if (pass.fleet.state === "running") {
    // A portal was killed between saying that it begins and beginning.
    const author = await authorCall(pass);
    if (author) await doOne(pass, author, item, item.operationId ?? newId());
  } else {
    const stopped: Settled = { state: "skipped", reasons: [reasonOf(say("fleet/turn-never-came"))] };
    await settle(pass, item.position, pass.fleet.state === "paused" ? { state: "waiting" } : stopped);
  }
}

/** Null: it has not ended. What somebody else's wish took the place of is their affair, not a failure of the change. */
function outcomeOf({ state, error }: OperationRecord): Settled | null {
  if (state === "queued" || state === "running") return null;
  if (state === "done") return { state: "done" };
  const reasons = error ? [reasonOf(error)] : [];
  return { state: error?.code === "superseded" ? "skipped" : "failed", reasons };
}

async function decide(pass: Pass): Promise<PassResult | "next"> {
  const { services, fleet, owner } = pass;
  const { db } = services;
  const items = await loadStage(db, fleet.id);
  const failed = items.filter(({ state }) => state === "failed");
  const decision = nextOfRollout({
    state: fleet.state,
    maxUnavailable: fleet.maxUnavailable,
    maxFailures: fleet.maxFailures,
    failures: failed.length - fleet.forgiven,
    items: items.map(({ position, stage, state, down }) => ({ position, stage: stage ?? 0, state, down })),
  });
  switch (decision.do) {
    case "begin":
      return begin(
        pass,
        items.filter(({ position }) => decision.positions.includes(position)),
      );
    case "pause":
      return halt(pass, "paused", whyPaused(decision.why, failed, fleet));
    case "finish": {
      if (await endFleet(db, fleet, owner, services.clock.now())) await tell(pass);
      return "idle";
    }
    case "wait":
      return items.some(({ state }) => state === "working") ? "working" : "idle";
  }
}

function whyPaused(why: "failures" | "room", failed: readonly StageItem[], { maxUnavailable }: FleetRecord): Said {
  const shown = why === "room" ? failed.filter(({ down }) => down) : failed;
  const names = `${shown
    .slice(-mostNames)
    .map(({ name }) => name)
    .join(", ")}${shown.length > mostNames ? ", …" : ""}`;
  return why === "room"
    ? say("fleet/paused-room", { names, most: maxUnavailable })
    : say("fleet/paused-failures", { names, count: failed.length });
}

async function halt(pass: Pass, state: "paused" | "stopped", reason: Said): Promise<PassResult> {
  const { services, fleet, owner, changed } = pass;
  const halted = await haltFleet(services.db, fleet.id, owner, { state, reason });
  if (!halted) return "working";
  if (state === "stopped")
    changed.push(...(await leaveOut(services.db, fleet.id, reasonOf(reason), services.clock.now())));
  await tell(pass);
  // Those that are worked on, and the end of a stopped one, are the next pass's.
  return "working";
}

/** In whose name everything is done, with the rights that they have at this moment; null: they have none, and the rollout has ended. */
async function authorCall(pass: Pass): Promise<Call | null> {
  const { services, fleet, signal } = pass;
  const actor = await actorOfAuthor(services, { userId: fleet.authorId, tokenId: fleet.tokenId });
  if (actor) return { services, actor, requestId: `fleet-${fleet.id}`, signal };
  await halt(pass, "stopped", say("fleet/author-gone", { author: fleet.authorEmail }));
  return null;
}

async function begin(pass: Pass, items: readonly StageItem[]): Promise<PassResult | "next"> {
  const { services, fleet, owner, signal } = pass;
  const call = await authorCall(pass);
  if (!call) return "working";
  const begun = items.map((item) => ({ item, position: item.position, operationId: newId() }));
  const taken = await beginItems(services.db, fleet.id, begun, { owner, now: services.clock.now() });
  // Paused meanwhile, or another replica took over.
  if (taken.size === 0) return "working";
  const queue = queueOf(services);
  await Promise.all(
    begun
      .filter(({ position }) => taken.has(position))
      .map(({ item, operationId }) => queue.add(() => doOne(pass, call, item, operationId))),
  );
  if (signal.aborted) return "idle";
  await tell(pass);
  return "next";
}

async function doOne(pass: Pass, call: Call, item: FleetItemRecord, operationId: string): Promise<void> {
  if (pass.signal.aborted) return;
  const done = await doItem(call, pass.fleet, item, operationId);
  if (!("unreachable" in done)) return settle(pass, item.position, done);
  const { name } = item;
  const [fault = reasonOf(say("cluster/no-answer"))] = done.reasons ?? [];
  await settle(pass, item.position, { state: "waiting" });
  await halt(pass, "paused", say("fleet/paused-unreachable", { name, fault }));
}
