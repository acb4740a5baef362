import type { ContainerState } from "../inspect";
import type { Readiness } from "../judge-running";
import type { Engine } from "./engine";
import { endpointsOf, probe, type Patience } from "./reach";

/** Milliseconds until the next check while a server is starting, by its age in milliseconds. */
const startingPauses: readonly (readonly [age: number, pause: number])[] = [
  [1_000, 10],
  [10_000, 50],
  [60_000, 250],
  [Infinity, 2_000],
];
const readyPause = 5_000;
/** Checks that must fail in a row before a server that was ready is not. */
const failuresBeforeUnready = 2;
/**
 * A bridge that had no member before takes up to a second to carry packets (Linux tells of links once a second), and TCP sends a lost one
 * again after a second: at first it is quicker to connect anew.
 */
const patience: readonly (readonly [age: number, patience: Patience])[] = [
  [1_000, { connect: 30, answer: 2_000 }],
  [10_000, { connect: 200, answer: 2_000 }],
  [Infinity, { connect: 2_000, answer: 2_000 }],
];

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
    const { state, since } = item;
    const endpoints = endpointsOf(engine, state, state.port);
    const reason = await probe(endpoints, state.health_path, byAge(patience, Date.now() - since));
    if (watched.get(workspaceId) !== item) return;
    const before = item.result;
    item.failures = reason === null ? 0 : item.failures + 1;
    const ready = reason === null || (before.ready && item.failures < failuresBeforeUnready);
    item.result = { ready, was_ready: before.was_ready || ready, reason };
    item.timer = setTimeout(
      () => void check(workspaceId, item),
      ready ? readyPause : byAge(startingPauses, Date.now() - since),
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

/** The value of the first row that is not too young; the last row is for ever. */
function byAge<T>(rows: readonly (readonly [age: number, value: T])[], age: number): T {
  const row = rows.find(([limit]) => age < limit);
  if (!row) throw new Error("the last row has no end");
  return row[1];
}
