import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { isPortalError } from "@/lib/shared/errors";
import { labelKeys, managedBy } from "../../labels";
import type { WatchChange } from "../../provider";
import { eventActions, readEvent } from "../engine-event";
import { isReplacement } from "../labels";
import type { Engine } from "./engine";
import { asReadable, linesOf } from "./lines";
import type { Memory } from "./memory";
import type { Mode } from "./mode";

const resyncSeconds = 300;
/** An engine that hangs keeps its sockets open: only asking shows it. */
const pingSeconds = 10;
const pingDeadlineSeconds = 5;
const shortestPause = 250;
const longestPause = 10_000;
/** Events that happened before the portal's start are asked for so far back: they tell why a container ended. */
const historySeconds = 600;
/** A portal that starts has thousands of workspaces to look at, and the engine other things to do. */
const looksAtOnce = 16;

const label = `${labelKeys.managedBy}=${managedBy}`;

export type WatchContext = {
  readonly engine: Engine;
  readonly mode: Mode;
  readonly memory: Memory;
  readonly refresh: (workspaceId: string) => Promise<void>;
  readonly listener: (change: WatchChange) => void;
};

/** Resolves after the first sync, then goes on until `signal` aborts, with longer and longer pauses while the engine is away. */
export function watchEngine(context: WatchContext, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    void keepWatching(context, signal, resolve).then(resolve);
  });
}

async function keepWatching(context: WatchContext, signal: AbortSignal, synced: () => void): Promise<void> {
  const { listener } = context;
  let reachable: boolean | null = null;
  let pause = shortestPause;
  let since = Math.floor(Date.now() / 1000) - historySeconds;
  while (!signal.aborted) {
    const reason = await watchOnce(context, since, signal, () => {
      if (reachable === false) listener({ type: "reachable" });
      reachable = true;
      pause = shortestPause;
      synced();
    });
    if (signal.aborted) return;
    since = Math.floor(Date.now() / 1000) - 1;
    if (reason !== null) {
      if (reachable !== false) listener({ type: "unreachable", reason });
      reachable = false;
    }
    await delay(pause * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
    pause = Math.min(pause * 2, longestPause);
  }
}

/**
 * One connection: first the events from now on, then the list, so that nothing happens between them unseen; then what was before, which only
 * tells why things are as they are. Resolves to why it ended, null when it just closed.
 */
async function watchOnce(
  context: WatchContext,
  since: number,
  signal: AbortSignal,
  synced: () => void,
): Promise<string | null> {
  let stream: Readable | undefined;
  const over = new AbortController();
  const ended = over.signal;
  const end = () => {
    stream?.destroy();
    over.abort();
  };
  signal.addEventListener("abort", end, { once: true });
  try {
    const now = Math.floor(Date.now() / 1000);
    stream = await openEvents(context.engine, { since: now }, signal);
    const reading = readEvents(context, stream);
    await resync(context, signal);
    await readHistory(context, await openEvents(context.engine, { since, until: now }, signal));
    synced();
    return await Promise.race([reading, stayAwake(context, signal, stream), followMore(context, ended)]);
  } catch (error) {
    return isPortalError(error) ? error.message : brokenConnection;
  } finally {
    end();
    signal.removeEventListener("abort", end);
  }
}

const brokenConnection = "The connection to the Docker engine broke";

async function openEvents(
  { docker, call }: Engine,
  period: { readonly since: number; readonly until?: number },
  signal: AbortSignal,
): Promise<Readable> {
  // Not by label: a container that was taken over has none.
  const filters = JSON.stringify({ type: ["container"], event: eventActions });
  const open = () => docker.getEvents({ ...period, filters });
  return asReadable(await call("engine/no-events", open, signal, pingDeadlineSeconds));
}

async function readEvents({ memory, refresh }: WatchContext, stream: Readable): Promise<string | null> {
  const broken = (error: Error) => stream.destroy(error);
  try {
    for await (const line of linesOf(stream)) {
      const event = readEvent(line, memory.workspaceOf);
      if (!event) continue;
      if (!isReplacement(event.name)) memory.learnNames(event.workspaceId, { main: event.name, data: null });
      memory.note(event);
      refresh(event.workspaceId).catch(broken);
    }
    return null;
  } catch {
    return brokenConnection;
  }
}

/** Resolves only when it is over, if it has nothing to tell. */
async function followMore({ mode, memory, refresh }: WatchContext, signal: AbortSignal): Promise<null> {
  const learn = async (id: string, main: string) => {
    memory.learnNames(id, { main, data: null });
    await refresh(id);
  };
  if (mode.follow) await mode.follow(learn, signal);
  else await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  return null;
}

/** Of workspaces that are still there; the engine tells of all that it remembers. */
async function readHistory({ memory }: WatchContext, stream: Readable): Promise<void> {
  const present = new Set(memory.ids());
  for await (const line of linesOf(stream)) {
    const event = readEvent(line, memory.workspaceOf);
    if (event && present.has(event.workspaceId)) memory.note(event);
  }
}

/** Asks now and then whether the engine is still there, and looks at everything again every few minutes. Resolves when it is not. */
async function stayAwake(
  context: WatchContext,
  signal: AbortSignal,
  stream: NodeJS.ReadableStream,
): Promise<string | null> {
  const { engine } = context;
  for (let beats = 1; !signal.aborted && stream.readable; beats++) {
    await delay(pingSeconds * 1000, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted || !stream.readable) return null;
    await engine.call("engine/no-answer", () => engine.docker.ping(), signal, pingDeadlineSeconds);
    if (beats % (resyncSeconds / pingSeconds) === 0) await resync(context, signal);
  }
  return null;
}

/** Looks at all workspaces that the engine has or that were known: those that vanished meanwhile included. */
async function resync({ engine, mode, memory, refresh }: WatchContext, signal: AbortSignal): Promise<void> {
  const filters = { label: [label] };
  const [present, volumes] = await Promise.all([
    mode.list(signal),
    engine.call("engine/no-volumes", (abortSignal) => engine.docker.listVolumes({ filters, abortSignal }), signal),
  ]);
  const dataOf = new Map((volumes.Volumes ?? []).map((volume) => [volume.Labels[labelKeys.workspaceId], volume.Name]));
  for (const { id, main } of present) memory.learnNames(id, { main, data: dataOf.get(id) ?? null });
  const ids = memory.ids().values();
  await Promise.all(Array.from({ length: looksAtOnce }, () => refreshAll(ids, refresh)));
}

async function refreshAll(ids: Iterator<string>, refresh: WatchContext["refresh"]): Promise<void> {
  for (let next = ids.next(); !next.done; next = ids.next()) await refresh(next.value);
}
