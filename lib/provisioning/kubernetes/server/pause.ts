/** Waits; less when the signal is aborted. Does not keep the process alive. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    timer.unref();
    signal.addEventListener("abort", finish);
  });
}

/** Exponential from half a second, with full jitter, so that the watches of many replicas do not come back together. */
export const backoff = (failures: number, longest: number): number =>
  Math.random() * Math.min(longest, 500 * 2 ** Math.min(failures, 10)) + 50;
