import type { NumberedEvent, PublishedEvent } from "@/lib/events/event";

export type EventBus = {
  readonly publish: (event: PublishedEvent) => void;
  /** Calls the listener for every later event; the answer ends it. A listener must not throw. */
  readonly subscribe: (listener: (event: NumberedEvent) => void) => () => void;
  /** What came after that id; null when it is too old or of another process: the reader must load anew. */
  readonly since: (id: string) => readonly NumberedEvent[] | null;
  readonly lastId: () => string;
};

const kept = 8192;

/**
 * The events of this process, numbered `<epoch>-<number>`; the epoch differs between starts, so that an id of an earlier process is
 * recognised as too old. Several replicas: a source that hears of the others' events calls `publish` here.
 */
export function createEventBus(epoch: string, capacity: number = kept): EventBus {
  const ring: NumberedEvent[] = [];
  const listeners = new Set<(event: NumberedEvent) => void>();
  let last = 0;

  return {
    publish(event) {
      last += 1;
      const numbered = { id: `${epoch}-${last}`, event };
      ring[(last - 1) % capacity] = numbered;
      for (const listener of [...listeners]) listener(numbered);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    since(id) {
      const number = id.startsWith(`${epoch}-`) ? Number(id.slice(epoch.length + 1)) : Number.NaN;
      if (!Number.isSafeInteger(number) || number < 0 || number > last || last - number > capacity) return null;
      return Array.from({ length: last - number }, (_, index) => ring[(number + index) % capacity]).filter(
        (event): event is NumberedEvent => event !== undefined,
      );
    },
    lastId: () => `${epoch}-${last}`,
  };
}
