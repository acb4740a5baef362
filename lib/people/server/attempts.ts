import { forgetMilliseconds, waitSeconds, type Failures, type LimitRule } from "../sign-in-limit";

export type AttemptKeys = { readonly account: string; readonly address: string };

/**
 * One address at one account is slowed down hard; an account as a whole only a little, so that a stranger cannot lock its owner out; an
 * address as a whole against guessing one password at many accounts.
 */
const rules = {
  pair: { free: 5, longest: 900 },
  account: { free: 20, longest: 30 },
  address: { free: 50, longest: 300 },
} as const satisfies Record<string, LimitRule>;

const maxEntries = 20_000;

export type Attempts = {
  /** Seconds to wait, or 0: then the attempt is counted as failed at once, so that parallel guesses see each other. */
  readonly begin: (keys: AttemptKeys) => number;
  readonly succeeded: (keys: AttemptKeys) => void;
};

export function createAttempts(now: () => Date): Attempts {
  const failures = new Map<string, Failures>();
  const keysOf = ({ account, address }: AttemptKeys) =>
    [
      [`pair ${address} ${account}`, rules.pair],
      [`account ${account}`, rules.account],
      [`address ${address}`, rules.address],
    ] as const;

  return {
    begin(keys) {
      const time = now().getTime();
      const wait = Math.max(...keysOf(keys).map(([key, rule]) => waitSeconds(rule, failures.get(key), time)));
      if (wait > 0) return wait;
      for (const [key] of keysOf(keys)) {
        const before = failures.get(key);
        const count = before && time - before.last < forgetMilliseconds ? before.count : 0;
        failures.delete(key);
        failures.set(key, { count: count + 1, last: time });
        const oldest = failures.size > maxEntries ? failures.keys().next().value : undefined;
        if (oldest !== undefined) failures.delete(oldest);
      }
      return 0;
    },
    succeeded(keys) {
      for (const [key, rule] of keysOf(keys)) {
        const before = failures.get(key);
        // Other accounts' failures from this address stay: signing in to one's own account must not pay for guesses.
        if (rule === rules.address && before) failures.set(key, { count: before.count - 1, last: before.last });
        else failures.delete(key);
      }
    },
  };
}
