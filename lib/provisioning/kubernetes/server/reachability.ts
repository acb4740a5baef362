import { isPortalError } from "@/lib/shared/errors";
import { backoff, pause } from "./pause";
import type { KubernetesClient } from "./client";
import { anySignal } from "./signals";

/** Together at most 18 s until a silent API server is noticed: a watch on it would hang for minutes. */
const interval = 10_000;
const timeout = 8_000;
const longestPause = 10_000;

export type Reachability = {
  /** Something failed: look at once instead of at the next turn. */
  readonly suspect: () => void;
  /** Resolves when the cluster answers, at once if it does. */
  readonly reachable: () => Promise<void>;
  /** Aborted when the cluster stops answering; a new one when it answers again. */
  readonly session: () => AbortSignal;
};

type ReachabilityListener = (state: { readonly ok: true } | { readonly ok: false; readonly reason: string }) => void;

/** Asks the API server for its readiness again and again; tells when that changes. */
export function observeReachability(
  client: KubernetesClient,
  listener: ReachabilityListener,
  signal: AbortSignal,
): Reachability {
  let failures = 0;
  let session = new AbortController();
  let waiting: (() => void)[] = [];
  let wake = new AbortController();

  const settle = (failure: string | null) => {
    const wasUp = failures === 0;
    failures = failure === null ? 0 : failures + 1;
    if (failure === null && !wasUp) {
      session = new AbortController();
      listener({ ok: true });
      waiting.forEach((resolve) => resolve());
      waiting = [];
    }
    if (failure !== null && wasUp) {
      session.abort();
      listener({ ok: false, reason: failure });
    }
  };

  const run = async () => {
    while (!signal.aborted) {
      wake = new AbortController();
      await pause(failures === 0 ? interval : backoff(failures, longestPause), anySignal(signal, wake.signal));
      if (signal.aborted) break;
      const failure = await ask(client, signal);
      if (!signal.aborted) settle(failure);
    }
    session.abort();
    waiting.forEach((resolve) => resolve());
  };
  void run();

  return {
    suspect: () => wake.abort(),
    reachable: () =>
      failures === 0 || signal.aborted ? Promise.resolve() : new Promise((resolve) => void waiting.push(resolve)),
    session: () => session.signal,
  };
}

/** Null when the API server answers. Not being allowed to ask is an answer too. */
async function ask(client: KubernetesClient, signal: AbortSignal): Promise<string | null> {
  try {
    await client.request({
      call: { verb: "get", resource: "/readyz", namespace: null },
      method: "GET",
      path: "/readyz",
      accept: "*/*",
      timeout,
      signal,
    });
    return null;
  } catch (error) {
    if (!isPortalError(error)) throw error;
    return error.code === "cluster/unreachable" ? error.message : null;
  }
}
