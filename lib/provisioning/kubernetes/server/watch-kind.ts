import type { IncomingMessage } from "node:http";
import { isPortalError } from "@/lib/shared/errors";
import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import { labelKeys, managedBy } from "../../labels";
import { collectionPath, type KindPath } from "../kinds";
import { numberAt, stringAt } from "../pod-state";
import type { KubernetesClient } from "./client";
import { foreignPods, type Memory } from "./memory";
import { isUnavailable, listKind } from "./list-kind";
import { backoff, pause } from "./pause";
import type { Reachability } from "./reachability";
import { anySignal } from "./signals";

/** Even a watch that seems well is compared with a fresh list this often. */
const resyncInterval = 10 * 60_000;
/** Bookmarks come about once a minute: a longer silence is a connection that somebody dropped without telling. */
const longestSilence = 150_000;
const longestPause = 30_000;
/** Until a kind that the cluster does not serve, or does not let Berth see, is looked for again. */
const unavailablePause = 60_000;

type KindWatch = {
  readonly client: KubernetesClient;
  readonly memory: Memory;
  readonly reachability: Reachability;
  readonly kindName: string;
  readonly kind: KindPath;
  readonly namespace: string;
  readonly onChange: (workspaceIds: readonly string[]) => void;
  /** The cluster may lack this API, or Berth the right: then nothing of the kind is there, and it is looked for again later. */
  readonly optional?: boolean;
  /** For kinds of which also other people's objects matter: all are watched, and this tells that one of those changed. */
  readonly onForeign?: () => void;
  readonly signal: AbortSignal;
};

/**
 * Lists and then follows one kind in one namespace until aborted. Resolves after the first list; rejects when that fails; later
 * failures are retried with back-off.
 */
export async function watchKind(watch: KindWatch): Promise<void> {
  const version = await firstList(watch);
  void follow(watch, version);
}

/** Null: an optional kind that is not there. */
async function firstList(watch: KindWatch): Promise<string | null> {
  try {
    return await relist(watch, watch.signal);
  } catch (error) {
    if (watch.optional && isUnavailable(error)) return null;
    throw error;
  }
}

async function follow(watch: KindWatch, firstVersion: string | null): Promise<void> {
  const { signal, reachability } = watch;
  let version: string | null = firstVersion;
  if (version === null) await pause(unavailablePause, signal);
  let listedAt = Date.now();
  let failures = 0;
  while (!signal.aborted) {
    const session = anySignal(signal, reachability.session());
    try {
      if (version === null || Date.now() - listedAt > resyncInterval) {
        version = await relist(watch, session);
        listedAt = Date.now();
      }
      version = await stream(watch, version, session);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      version = null;
      failures += 1;
      if (watch.optional && isUnavailable(error)) {
        watch.onChange(watch.memory.replace(watch.kindName, watch.namespace, []));
        await pause(unavailablePause, session);
        continue;
      }
      if (!isPortalError(error) || error.code === "cluster/unreachable") reachability.suspect();
      await pause(backoff(failures, longestPause), session);
      await reachability.reachable();
    }
  }
}

function selector(watch: KindWatch): { readonly labelSelector?: string } {
  if (watch.kindName === "Event" || watch.onForeign) return {};
  const equal = watch.kindName === foreignPods ? "!=" : "=";
  return { labelSelector: `${labelKeys.managedBy}${equal}${managedBy}` };
}

const isOwn = (object: JsonObject): boolean =>
  stringAt(object, "metadata", "labels", labelKeys.managedBy) === managedBy;

async function relist(watch: KindWatch, signal: AbortSignal): Promise<string> {
  const { client, memory, kindName, kind, namespace } = watch;
  const { items, resourceVersion } = await listKind(client, kind, namespace, selector(watch), signal);
  watch.onChange(memory.replace(kindName, namespace, items));
  watch.onForeign?.();
  return resourceVersion;
}

/** Follows one watch to its end. Resolves with the version to go on from; null when that version is too old. */
async function stream(watch: KindWatch, from: string, signal: AbortSignal): Promise<string | null> {
  const { client, kind, kindName, namespace } = watch;
  const parameters = new URLSearchParams({
    ...selector(watch),
    watch: "true",
    allowWatchBookmarks: "true",
    resourceVersion: from,
    timeoutSeconds: String(Math.round(240 + Math.random() * 120)),
  });
  const answer = await client.stream({
    call: { verb: "watch", resource: kind.plural, namespace },
    method: "GET",
    path: `${collectionPath(kind, namespace)}?${parameters}`,
    accept: kindName === "Secret" ? "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1" : "application/json",
    signal,
  });
  let version: string | null = from;
  for await (const message of messages(answer)) {
    const object = getIn(message, ["object"]);
    if (!isObject(object)) continue;
    if (message.type === "ERROR") {
      answer.destroy();
      if (numberAt(object, "code") === 410) return null;
      throw new Error("The watch ended with an error");
    }
    version = stringAt(object, "metadata", "resourceVersion") ?? version;
    take(watch, message, object);
  }
  return version;
}

function take(watch: KindWatch, message: JsonObject, object: JsonObject): void {
  const { memory, kindName, namespace, onChange, onForeign } = watch;
  if (onForeign && !isOwn(object) && message.type !== "BOOKMARK") onForeign();
  switch (message.type) {
    case "ADDED":
    case "MODIFIED":
      return onChange(memory.put(kindName, namespace, object));
    case "DELETED":
      return onChange(memory.drop(kindName, namespace, object));
    default:
      return;
  }
}

/** One JSON object per line. */
async function* messages(answer: IncomingMessage): AsyncGenerator<JsonObject> {
  answer.setEncoding("utf8");
  const watchdog = setTimeout(() => answer.destroy(new Error("The watch is silent")), longestSilence);
  watchdog.unref();
  let rest = "";
  try {
    for await (const chunk of answer) {
      watchdog.refresh();
      const lines = `${rest}${String(chunk)}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const message: unknown = line === "" ? null : JSON.parse(line);
        if (isObject(message)) yield message;
      }
    }
  } finally {
    clearTimeout(watchdog);
  }
}
