/** Times in milliseconds of one figure, and how they are told. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** What is quick needs its tenths. */
const shownTime = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));

export function tell(name: string, values: readonly number[]): void {
  const shown = [0.5, 0.95].map((q) => `p${q * 100} ${shownTime(quantile(values, q))} ms`).join(", ");
  console.log(
    `${name}: ${shown} (${values.length} times, ${shownTime(Math.min(...values))} to ${shownTime(Math.max(...values))})`,
  );
}

export async function until<T>(
  what: string,
  seconds: number,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what} did not happen within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
