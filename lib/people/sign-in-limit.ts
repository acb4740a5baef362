export type LimitRule = {
  /** Failures without consequence: people mistype. */
  readonly free: number;
  /** Longest wait after one more failure, in seconds; it doubles from one second on. */
  readonly longest: number;
};

export type Failures = { readonly count: number; readonly last: number };

/** Failures are forgotten after an hour without another. */
export const forgetMilliseconds = 3_600_000;

/** Seconds until the next attempt is let through; 0: now. Times are milliseconds. */
export function waitSeconds(rule: LimitRule, failures: Failures | undefined, now: number): number {
  if (!failures || now - failures.last >= forgetMilliseconds || failures.count < rule.free) return 0;
  const delay = Math.min(rule.longest, 2 ** Math.min(failures.count - rule.free, 30));
  return Math.max(0, Math.ceil((failures.last + delay * 1000 - now) / 1000));
}
