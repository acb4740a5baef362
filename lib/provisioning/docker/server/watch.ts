import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { isPortalError } from "@/lib/shared/errors";
import { getIn } from "@/lib/shared/json";
import { labelKeys, managedBy } from "../../labels";
import type { RuntimeEvent, WatchChange } from "../../provider";
import { isReplacement, replacementName } from "../labels";
import type { Engine } from "./engine";
import { asReadable, linesOf } from "./lines";
import type { Memory } from "./memory";

const resyncSeconds = 300;
/** An engine that hangs keeps its sockets open: only asking shows it. */
const pingSeconds = 10;
const pingDeadlineSeconds = 5;
const shortestPause = 250;
const longestPause = 10_000;
/** Events that happened before the portal's start are asked for so far back: they tell why a container ended. */
const historySeconds = 600;

const label = `${labelKeys.managedBy}=${managedBy}`;
const kinds = ["create", "start", "die", "stop", "oom", "destroy", "rename", "update", "pause", "unpause"];

export type WatchContext = {
  readonly engine: Engine;
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

/** One connection: events first, then the list, so that nothing happens between them unseen. Resolves to why it ended, null when it just closed. */
async function watchOnce(
  context: WatchContext,
  since: number,
  signal: AbortSignal,
  synced: () => void,
): Promise<string | null> {
  const { engine } = context;
  const filters = JSON.stringify({ type: ["container"], label: [label], event: kinds });
  let stream: Readable | undefined;
  const end = () => stream?.destroy();
  signal.addEventListener("abort", end, { once: true });
  try {
    stream = asReadable(
      await engine.call(
        "does not tell its events",
        () => engine.docker.getEvents({ since, filters }),
        signal,
        pingDeadlineSeconds,
      ),
    );
    const reading = readEvents(context, stream);
    await resync(context, signal);
    synced();
    return await Promise.race([reading, stayAwake(context, signal, stream)]);
  } catch (error) {
    return isPortalError(error) ? error.message : "The connection to the Docker engine broke";
  } finally {
    end();
    signal.removeEventListener("abort", end);
  }
}

async function readEvents({ memory, refresh }: WatchContext, stream: Readable): Promise<string | null> {
  const broken = (error: Error) => stream.destroy(error);
  try {
    for await (const line of linesOf(stream)) {
      const event = readEvent(line);
      if (!event) continue;
      const { workspaceId, name, action, exitCode, runtime } = event;
      if (!isReplacement(name)) memory.learnNames(workspaceId, { main: name, data: null });
      memory.note(workspaceId, action, exitCode);
      memory.addEvent(workspaceId, runtime);
      refresh(workspaceId).catch(broken);
    }
    return null;
  } catch {
    return "The connection to the Docker engine broke";
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
    await engine.call("does not answer", () => engine.docker.ping(), signal, pingDeadlineSeconds);
    if (beats % (resyncSeconds / pingSeconds) === 0) await resync(context, signal);
  }
  return null;
}

/** Looks at all workspaces that the engine has or that were known: those that vanished meanwhile included. */
async function resync({ engine, memory, refresh }: WatchContext, signal: AbortSignal): Promise<void> {
  const filters = { label: [label] };
  const [containers, volumes] = await Promise.all([
    engine.call(
      "does not list its containers",
      (abortSignal) => engine.docker.listContainers({ all: true, filters, abortSignal }),
      signal,
    ),
    engine.call(
      "does not list its volumes",
      (abortSignal) => engine.docker.listVolumes({ filters, abortSignal }),
      signal,
    ),
  ]);
  const dataOf = new Map(volumes.Volumes.map((volume) => [volume.Labels[labelKeys.workspaceId], volume.Name]));
  for (const container of containers) {
    const id = container.Labels[labelKeys.workspaceId];
    const name = container.Names[0]?.replace(/^\//, "");
    if (!id || !name) continue;
    const main = isReplacement(name) ? name.slice(0, name.length - replacementName("").length) : name;
    memory.learnNames(id, { main, data: dataOf.get(id) ?? null });
  }
  await Promise.all(memory.ids().map(refresh));
}

type EngineEvent = {
  readonly workspaceId: string;
  readonly name: string;
  readonly action: string;
  readonly exitCode: number | null;
  readonly runtime: RuntimeEvent;
};

const texts: Readonly<Record<string, string>> = {
  create: "The container was made",
  start: "The container was started",
  stop: "The container was stopped",
  oom: "The container ran out of memory",
  destroy: "The container was removed",
  rename: "The container was renamed",
  update: "The container's limits were changed",
  pause: "The container was paused",
  unpause: "The container goes on",
};

function readEvent(line: string): EngineEvent | null {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    return null; // the rest of a line when the connection broke
  }
  const attribute = (key: string) => getIn(event, ["Actor", "Attributes", key]);
  const [action, workspaceId, name, nano] = [
    getIn(event, ["Action"]),
    attribute(labelKeys.workspaceId),
    attribute("name"),
    getIn(event, ["timeNano"]),
  ];
  if (typeof action !== "string" || typeof workspaceId !== "string" || typeof name !== "string") return null;
  const exitCode = action === "die" ? Number(attribute("exitCode")) : null;
  return {
    workspaceId,
    name,
    action,
    exitCode,
    runtime: {
      at: new Date(typeof nano === "number" ? nano / 1e6 : Date.now()).toISOString(),
      type: action === "oom" || (exitCode !== null && exitCode !== 0) ? "warning" : "normal",
      reason: action.charAt(0).toUpperCase() + action.slice(1),
      message: exitCode === null ? (texts[action] ?? action) : `The container ended with exit code ${exitCode}`,
      object: `Container/${name}`,
      count: 1,
    },
  };
}
