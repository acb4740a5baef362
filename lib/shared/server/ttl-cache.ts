/** Remembers answers for a short time and asks once for many that wait; a failure is not remembered. */
export function createTtlCache<T>(milliseconds: number, now: () => Date, maxEntries = 5_000) {
  const entries = new Map<string, { readonly until: number; readonly value: Promise<T> }>();
  return {
    get(key: string, load: () => Promise<T>): Promise<T> {
      const time = now().getTime();
      const found = entries.get(key);
      if (found && found.until > time) return found.value;
      const value = load();
      entries.delete(key);
      entries.set(key, { until: time + milliseconds, value });
      value.catch(() => entries.delete(key));
      const oldest = entries.size > maxEntries ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
      return value;
    },
    forget(key: string): void {
      entries.delete(key);
    },
  };
}
