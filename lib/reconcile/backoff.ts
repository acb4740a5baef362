/** Milliseconds. Doubles per attempt from `first` to `most`. */
export type BackoffLimits = { readonly first: number; readonly most: number };

export const retryBackoff: BackoffLimits = { first: 250, most: 30_000 };
/** What cannot succeed soon (a delete that is refused) is tried again now and then. */
export const slowBackoff: BackoffLimits = { first: 5_000, most: 300_000 };

/**
 * How long to wait before attempt `attempt` (from 1). `chance` in [0, 1) spreads the waits over the upper half, so that many workspaces that
 * failed at the same moment do not come back at the same moment.
 */
export function backoff(attempt: number, chance: number, limits: BackoffLimits = retryBackoff): number {
  const full = Math.min(limits.most, limits.first * 2 ** Math.min(Math.max(attempt, 1) - 1, 30));
  return Math.round(full * (0.5 + chance / 2));
}
