export type Gate = { readonly run: <T>(task: () => Promise<T>) => Promise<T> };

/** Lets at most `places` tasks run at the same time; the others wait in the order in which they came. */
export function createGate(places: number): Gate {
  const waiting: (() => void)[] = [];
  let free = places;
  return {
    async run(task) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
