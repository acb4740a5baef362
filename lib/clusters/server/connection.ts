import { setTimeout as delay } from "node:timers/promises";
import { recogniseIn, say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { ClusterConfig, ClusterRuntime, Provider, WatchChange } from "@/lib/provisioning/provider";
import { backoff } from "@/lib/reconcile/backoff";
import type { Logger } from "@/lib/server/logger";
import { isPortalError, PortalError } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";

export type ConnectionState = "connected" | "connecting" | "unreachable";

/** The line to one cluster: connects in the background, tries again with back-off, and tells what its watch sees. */
export type Connection = {
  readonly state: () => ConnectionState;
  readonly reason: () => Sayable | null;
  /** Throws `cluster/unreachable` while the cluster does not answer. */
  readonly runtime: () => ClusterRuntime;
  /** What building needs to know about the cluster; remembered, and fetched again when older than a minute. */
  readonly facts: (signal: AbortSignal) => Promise<JsonObject>;
  readonly close: () => Promise<void>;
};

/** `synced`: the watch has seen everything once, so that `recall` can be believed. */
export type ConnectionChange = Exclude<WatchChange, { type: "facts" }> | { readonly type: "synced" };

const factsMilliseconds = 60_000;
/** A request that comes right after the start waits so long for the first connection instead of being refused. */
const firstConnectionMilliseconds = 5_000;

type Options = {
  readonly provider: Provider;
  readonly config: ClusterConfig;
  readonly log: Logger;
  readonly now: () => Date;
  readonly random: () => number;
  readonly onChange: (change: ConnectionChange) => void;
};

export function openConnection({ provider, config, log, now, random, onChange }: Options): Connection {
  const ended = new AbortController();
  let state: ConnectionState = "connecting";
  let reason: Sayable | null = null;
  let runtime: ClusterRuntime | null = null;
  let facts: { readonly value: JsonObject; readonly at: number } | null = null;
  let factsVersion = 0;
  let learning = false;
  let synced = false;
  let retry: NodeJS.Timeout | undefined;

  function change(next: WatchChange): void {
    if (next.type === "facts") {
      facts = null;
      factsVersion += 1;
      return;
    }
    if (next.type === "unreachable") {
      state = "unreachable";
      reason = next.text ? { message: next.reason, text: next.text } : recogniseIn(next.reason, "api", "engine");
    } else if (next.type === "reachable") {
      state = "connected";
      reason = null;
    }
    // The first sync tells of every workspace; `synced` stands for all of them.
    if (next.type === "workspace" && !synced) return;
    onChange(next);
  }

  async function connect(attempt: number): Promise<void> {
    try {
      const made = await provider.connect(config);
      if (ended.signal.aborted) return await made.close();
      runtime = made;
      await made.watch((next) => {
        if (!ended.signal.aborted) change(next);
      }, ended.signal);
      if (ended.signal.aborted) return;
      state = "connected";
      reason = null;
      synced = true;
      onChange({ type: "synced" });
    } catch (error) {
      if (ended.signal.aborted) return;
      await runtime
        ?.close()
        .catch((failure: unknown) => log.warn({ cluster: config.name, err: failure }, "closing failed"));
      runtime = null;
      const { message, text } = isPortalError(error) ? error : say("cluster/reason-in-log");
      log.warn({ cluster: config.name, err: error, attempt }, "cluster does not answer");
      change({ type: "unreachable", reason: message, text });
      retry = setTimeout(() => void connect(attempt + 1), backoff(attempt, random(), { first: 1_000, most: 30_000 }));
      retry.unref();
    }
  }
  const firstTry = connect(1);

  function runtimeOrThrow(): ClusterRuntime {
    if (runtime && state !== "unreachable") return runtime;
    const why = reason ?? say("cluster/connecting");
    throw new PortalError("cluster/unreachable", say("cluster/silent", { cluster: config.name, reason: why }), {
      details: { cluster: config.name },
    });
  }

  async function learn(signal: AbortSignal): Promise<{ readonly value: JsonObject; readonly at: number }> {
    const version = factsVersion;
    const learnt = { value: await runtimeOrThrow().facts(signal), at: now().getTime() };
    // What changed while they were fetched may not be in them.
    if (version === factsVersion) facts = learnt;
    return learnt;
  }

  return {
    state: () => state,
    reason: () => reason,
    runtime: runtimeOrThrow,
    async facts(signal) {
      if (!facts && state === "connecting") {
        await Promise.race([firstTry, delay(firstConnectionMilliseconds, undefined, { signal, ref: false })]);
      }
      if (!facts) return (await learn(signal)).value;
      // Nobody waits for facts that change once in a blue moon: the old ones serve while new ones are fetched.
      if (now().getTime() - facts.at >= factsMilliseconds && state !== "unreachable" && !learning) {
        learning = true;
        learn(ended.signal)
          .catch((error: unknown) => log.warn({ cluster: config.name, err: error }, "facts could not be fetched"))
          .finally(() => {
            learning = false;
          });
      }
      return facts.value;
    },
    async close() {
      ended.abort();
      clearTimeout(retry);
      await runtime?.close();
    },
  };
}
