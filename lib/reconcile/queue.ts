/**
 * Ids that wait for their turn, each at most once, fair between lanes (clusters): the lane that was served longest ago is next, and one
 * lane never takes more than its share of the places, so that a cluster that answers slowly does not hold up the others.
 */
export type FairQueue = {
  /** False when it was waiting already. */
  readonly add: (id: string, lane: string) => boolean;
  /** The next id that may begin; it takes a place until `release`. */
  readonly take: () => { readonly id: string; readonly lane: string } | null;
  readonly release: (lane: string) => void;
  readonly waiting: () => number;
  readonly active: () => number;
};

export type QueueLimits = { readonly places: number; readonly placesPerLane: number };

export function createFairQueue({ places, placesPerLane }: QueueLimits): FairQueue {
  const lanes = new Map<string, Set<string>>();
  const busy = new Map<string, number>();
  const busyOf = (lane: string) => busy.get(lane) ?? 0;
  const active = () => [...busy.values()].reduce((sum, count) => sum + count, 0);

  return {
    add(id, lane) {
      const ids = lanes.get(lane) ?? new Set<string>();
      lanes.set(lane, ids);
      if (ids.has(id)) return false;
      ids.add(id);
      return true;
    },
    take() {
      if (active() >= places) return null;
      for (const [lane, ids] of lanes) {
        const [id] = ids;
        if (id === undefined || busyOf(lane) >= placesPerLane) continue;
        ids.delete(id);
        // To the end of the order: the others are served first next time.
        lanes.delete(lane);
        if (ids.size > 0) lanes.set(lane, ids);
        busy.set(lane, busyOf(lane) + 1);
        return { id, lane };
      }
      return null;
    },
    release(lane) {
      const left = busyOf(lane) - 1;
      if (left > 0) busy.set(lane, left);
      else busy.delete(lane);
    },
    waiting: () => [...lanes.values()].reduce((sum, ids) => sum + ids.size, 0),
    active,
  };
}
