import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import { timeInText } from "@/lib/shared/time";
import type { IdlePolicy } from "./policy";

/** What tells that a workspace is used. `start`: it has just begun. */
export const evidenceSources = ["start", "requests", "sockets", "terminals", "probe", "cpu"] as const;
export type EvidenceSource = (typeof evidenceSources)[number];

export const evidenceStates = ["active", "idle", "unknown"] as const;
export type EvidenceState = (typeof evidenceStates)[number];

/** What one source knows. */
export type Evidence = {
  readonly source: EvidenceSource;
  readonly state: EvidenceState;
  /** The last use that it knows of; null: none. */
  readonly at: Date | null;
  /** When it was looked at last. */
  readonly seenAt: Date;
  /** Why it is unknown. */
  readonly reason: Sayable | null;
};

export type IdleSituation = {
  readonly policy: IdlePolicy;
  readonly evidence: readonly Evidence[];
  /** When the present container or process began; null: not known. */
  readonly startedAt: Date | null;
  /** Somebody asked to keep it until then. */
  readonly keepUntil: Date | null;
  /** When the present warning was given. */
  readonly warnedAt: Date | null;
  readonly now: Date;
};

export type IdleDecision = {
  readonly state: EvidenceState;
  readonly lastActivityAt: Date | null;
  /** Null: nothing will stop it as things are now. */
  readonly stopsAt: Date | null;
  readonly warnsAt: Date | null;
  readonly action: "keep" | "warn" | "stop";
  /** When the warning was given that holds now; one that this decision gives is given now. Null: none holds. */
  readonly warnedAt: Date | null;
  /** Why, in one sentence. */
  readonly explanation: Sayable;
};

/** An answer of a source that has to be asked is worth nothing after this time. */
export const freshMilliseconds = 150_000;

/** Between warning and stop: a tenth of the idle time, at least ten seconds, at most five minutes, never more than half of it. */
export function warningMilliseconds(seconds: number): number {
  const wanted = Math.min(300, Math.max(10, seconds / 10));
  return Math.min(wanted, seconds / 2) * 1000;
}

/**
 * Whether a workspace is idle, when it stops, and why (product, section 7). Pure. Three rules hold whatever the evidence: unknown is never
 * idle; nothing stops that was not warned for the whole warning time; a time that lies in the future counts as now, so that a clock that goes
 * back keeps the workspace.
 */
export function decideIdle(situation: IdleSituation): IdleDecision {
  const { policy, startedAt, keepUntil, now } = situation;
  const evidence = withMissing(situation);
  const lastActivity = latestOf(evidence, startedAt, now);
  const unknown = evidence.find(({ state }) => state === "unknown");
  const kept = { lastActivityAt: lastActivity, stopsAt: null, warnsAt: null, warnedAt: null, action: "keep" } as const;
  if (startedAt === null || lastActivity === null)
    return { ...kept, state: "unknown", explanation: say("idle/no-start") };
  if (unknown) {
    const source = say(`idle/source-${unknown.source}`);
    const reason = unknown.reason ?? say("idle/not-looked");
    return { ...kept, state: "unknown", explanation: say("idle/unknown", { source, reason }) };
  }
  const lead = warningMilliseconds(policy.seconds);
  const idleEnd = lastActivity.getTime() + policy.seconds * 1000;
  const due = Math.max(idleEnd, keepUntil?.getTime() ?? 0);
  const warnsAt = due - lead;
  const warned = validWarning(situation, lastActivity, warnsAt);
  // Late, as after a time in which the portal was down: the warning comes first all the same.
  const stopsAt = Math.max(due, (warned ?? Math.max(now.getTime(), warnsAt)) + lead);
  const times = { lastActivityAt: lastActivity, stopsAt: new Date(stopsAt), warnsAt: new Date(stopsAt - lead) };
  const used = evidence.find(({ state }) => state === "active");
  const isKept = keepUntil !== null && keepUntil.getTime() > idleEnd;
  const explanation = used
    ? say("idle/used", { source: say(`idle/source-${used.source}`) })
    : isKept
      ? say("idle/kept", { time: timeInText(keepUntil) })
      : say("idle/since", { seconds: policy.seconds, source: say(`idle/source-${newestOf(evidence, lastActivity)}`) });
  const state = used ? "active" : "idle";
  if (now.getTime() < warnsAt || used) return { ...times, state, action: "keep", warnedAt: null, explanation };
  const stops = warned !== null && now.getTime() >= stopsAt;
  return { ...times, state, action: stops ? "stop" : "warn", warnedAt: new Date(warned ?? now), explanation };
}

type WatchedRow = Pick<IdleSituation, "startedAt" | "keepUntil"> & { readonly idleWarnedAt: Date | null };

/** The same for a workspace as stored. */
export const decideFor = (
  { startedAt, keepUntil, idleWarnedAt: warnedAt }: WatchedRow,
  policy: IdlePolicy,
  evidence: readonly Evidence[],
  now: Date,
): IdleDecision => decideIdle({ policy, evidence, startedAt, keepUntil, warnedAt, now });

/** What has to be asked and was not, or too long ago, is unknown. */
function withMissing({ policy, evidence, now }: IdleSituation): readonly Evidence[] {
  const asked = [
    ...(policy.probe === null ? [] : (["probe"] as const)),
    ...(policy.cpu === null ? [] : (["cpu"] as const)),
  ];
  const isFresh = ({ seenAt }: Evidence) => Math.abs(now.getTime() - seenAt.getTime()) <= freshMilliseconds;
  const missing = asked.filter((source) => !evidence.some((entry) => entry.source === source && isFresh(entry)));
  const counted = evidence.filter(({ source }) =>
    source === "probe" ? policy.probe !== null : source === "cpu" ? policy.cpu !== null : true,
  );
  return counted
    .map((entry) => (isFresh(entry) || missing.some((source) => source === entry.source) ? entry : asPast(entry)))
    .filter(({ source }) => !missing.some((entry) => entry === source))
    .concat(
      missing.map((source) => ({ source, state: "unknown", at: lastOf(evidence, source), seenAt: now, reason: null })),
    );
}

/** An open socket that nobody has told of for long is closed, or its replica is dead. */
const asPast = (entry: Evidence): Evidence => (entry.state === "active" ? { ...entry, state: "idle" } : entry);

const lastOf = (evidence: readonly Evidence[], source: EvidenceSource): Date | null =>
  evidence.find((entry) => entry.source === source)?.at ?? null;

function latestOf(evidence: readonly Evidence[], startedAt: Date | null, now: Date): Date | null {
  const times = [startedAt, ...evidence.map(({ state, at }) => (state === "active" ? now : at))];
  const known = times.flatMap((time) => (time === null ? [] : Math.min(time.getTime(), now.getTime())));
  return known.length === 0 ? null : new Date(Math.max(...known));
}

function newestOf(evidence: readonly Evidence[], latest: Date): EvidenceSource {
  return evidence.find(({ at }) => at !== null && at.getTime() >= latest.getTime())?.source ?? "start";
}

/** A warning counts while nothing has happened since, and not before it was due: what was used, kept or restarted meanwhile is warned anew. */
function validWarning({ warnedAt, now }: IdleSituation, lastActivity: Date, warnsAt: number): number | null {
  if (warnedAt === null) return null;
  const time = warnedAt.getTime();
  return time <= now.getTime() && time >= warnsAt && time > lastActivity.getTime() ? time : null;
}
