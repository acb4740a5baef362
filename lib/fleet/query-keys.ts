/** Keys of the browser's cache; live events (components/layout/live-cache.ts) write to them. */
export const fleetKeys = {
  all: ["fleets"] as const,
  list: ["fleets", "list"] as const,
  one: (id: string) => ["fleets", "one", id] as const,
};
