import { probe } from "./probe";

export type Readiness = {
  readonly now: () => {
    readonly ready: boolean;
    readonly wasReady: boolean;
    readonly reason: string | null;
    readonly host: string;
  };
  readonly start: (port: number, healthPath: string) => void;
  readonly path: (healthPath: string) => void;
  /** `forget`: the next process begins without a past. */
  readonly stop: (options: { readonly forget: boolean }) => void;
  /** Resolves after the probe that is under way. */
  readonly settled: () => Promise<void>;
};

const steadyMilliseconds = 5_000;
/** One missed answer of a busy server is no news. */
const failuresUntilUnready = 3;

/** Asks a server quickly while it starts and seldom afterwards. One probe at a time. */
export function createReadiness(context: {
  readonly starting: () => number;
  readonly changed: (ready: boolean, reason: string | null) => void;
}): Readiness {
  let target: { port: number; healthPath: string } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let generation = 0;
  let attempts = 0;
  let missed = 0;
  let state: { ready: boolean; wasReady: boolean; reason: string | null; host: string } = {
    ready: false,
    wasReady: false,
    reason: null,
    host: "127.0.0.1",
  };

  async function turn(mine: number): Promise<void> {
    if (mine !== generation || target === null) return;
    const result = await probe(target.port, target.healthPath, 2000);
    if (mine !== generation) return;
    attempts += 1;
    if (result.ok) {
      missed = 0;
      const news = !state.ready;
      state = { ready: true, wasReady: true, reason: null, host: result.host };
      if (news) context.changed(true, null);
    } else {
      missed += 1;
      const lost = state.ready && missed >= failuresUntilUnready;
      state = { ...state, reason: result.reason, ready: state.ready && !lost };
      if (lost) context.changed(false, result.reason);
    }
    schedule(mine, delay());
  }

  /** 4 ms at first, when a program is about to listen; longer the longer it takes, and the more start at once. */
  function delay(): number {
    if (state.ready) return missed === 0 ? steadyMilliseconds : 500;
    const patience = Math.min(1000, 4 * 1.15 ** Math.min(attempts, 60));
    return Math.max(patience, Math.min(100, 2 * context.starting()));
  }

  function schedule(mine: number, milliseconds: number): void {
    timer = setTimeout(() => {
      running = turn(mine);
    }, milliseconds);
    timer.unref();
  }

  const stop: Readiness["stop"] = ({ forget }) => {
    generation += 1;
    if (timer) clearTimeout(timer);
    target = null;
    state = { ...state, ready: false, wasReady: state.wasReady && !forget, reason: null };
  };

  return {
    now: () => state,
    stop,
    start: (port, healthPath) => {
      stop({ forget: false });
      target = { port, healthPath };
      attempts = 0;
      missed = 0;
      running = turn(generation);
    },
    path: (healthPath) => {
      if (target === null || target.healthPath === healthPath) return;
      target = { ...target, healthPath };
      if (timer) clearTimeout(timer);
      generation += 1;
      running = turn(generation);
    },
    settled: () => running,
  };
}
