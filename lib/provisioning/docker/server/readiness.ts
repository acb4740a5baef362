import type { ContainerState } from "../inspect";
import type { Readiness } from "../phase";
import type { Engine } from "./engine";
import { endpointsOf, probe } from "./reach";

/** Milliseconds until the next check while a server is starting, by its age in milliseconds; the last row holds for ever. */
const startingPauses: readonly (readonly [age: number, pause: number])[] = [
  [1_000, 10],
  [10_000, 50],
  [60_000, 250],
  [Infinity, 2_000],
];
const readyPause = 5_000;
/** Checks that must fail in a row before a server that was ready is not. */
const failuresBeforeUnready = 2;
const probeMilliseconds = 2_000;

type Watched = {
  readonly run: string;
  readonly since: number;
  readonly state: ContainerState;
  result: Readiness;
  failures: number;
  timer: NodeJS.Timeout | undefined;
};

export type ReadinessChecks = {
  /** Begins, goes on or ends checking, as the container's state demands. */
  readonly follow: (workspaceId: string, state: ContainerState | null) => void;
  /** What is known of this run of the container; null when it is not being checked. */
  readonly of: (workspaceId: string, state: ContainerState) => Readiness | null;
  readonly close: () => void;
};

/** Docker has no probes, so this asks each running server itself: often while it starts, seldom when it is ready. One timer per container. */
export function createReadinessChecks(engine: Engine, changed: (workspaceId: string) => void): ReadinessChecks {
  const watched = new Map<string, Watched>();
  const forget = (workspaceId: string) => {
    clearTimeout(watched.get(workspaceId)?.timer);
    watched.delete(workspaceId);
  };
  const check = async (workspaceId: string, item: Watched): Promise<void> => {
    const reason = await probe(
      endpointsOf(engine, item.state, item.state.port),
      item.state.health_path,
      probeMilliseconds,
    );
    if (watched.get(workspaceId) !== item) return;
    const before = item.result;
    item.failures = reason === null ? 0 : item.failures + 1;
    const ready = reason === null || (before.ready && item.failures < failuresBeforeUnready);
    item.result = { ready, was_ready: before.was_ready || ready, reason };
    item.timer = setTimeout(
      () => void check(workspaceId, item),
      ready ? readyPause : startingPause(Date.now() - item.since),
    );
    if (before.ready !== ready || (!ready && before.reason !== reason)) changed(workspaceId);
  };
  return {
    follow: (workspaceId, state) => {
      const present = watched.get(workspaceId);
      if (state?.status !== "running") return forget(workspaceId);
      if (present?.run === runOf(state)) return;
      forget(workspaceId);
      const item: Watched = {
        run: runOf(state),
        since: Date.now(),
        state,
        result: notYet,
        failures: 0,
        timer: undefined,
      };
      watched.set(workspaceId, item);
      void check(workspaceId, item);
    },
    of: (workspaceId, state) => {
      const item = watched.get(workspaceId);
      return item?.run === runOf(state) ? item.result : null;
    },
    close: () => [...watched.keys()].forEach(forget),
  };
}

const notYet: Readiness = { ready: false, was_ready: false, reason: null };

/** Another start, or another place in the network, is another server. */
const runOf = (state: ContainerState): string => [state.id, state.started_at, ...state.addresses].join(" ");

const startingPause = (age: number): number => startingPauses.find(([limit]) => age < limit)?.[1] ?? readyPause;
