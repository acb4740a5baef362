import { describe, expect, it } from "vitest";
import { createFairQueue } from "./queue";

const all = (queue: ReturnType<typeof createFairQueue>): readonly string[] => {
  const next = queue.take();
  return next ? [next.id, ...all(queue)] : [];
};

describe("the queue of the reconciler", () => {
  it("holds an id once, however often it is woken", () => {
    const queue = createFairQueue({ places: 5, placesPerLane: 5 });
    expect([queue.add("a", "x"), queue.add("a", "x")]).toEqual([true, false]);
    expect(all(queue)).toEqual(["a"]);
  });

  it("serves the lanes in turn", () => {
    const queue = createFairQueue({ places: 9, placesPerLane: 9 });
    for (const id of ["a1", "a2", "a3"]) queue.add(id, "a");
    queue.add("b1", "b");
    expect(all(queue)).toEqual(["a1", "b1", "a2", "a3"]);
  });

  it("leaves places for other lanes when one lane is slow", () => {
    const queue = createFairQueue({ places: 3, placesPerLane: 2 });
    for (const id of ["a1", "a2", "a3"]) queue.add(id, "a");
    expect(all(queue)).toEqual(["a1", "a2"]);
    queue.add("b1", "b");
    expect(all(queue)).toEqual(["b1"]);
    queue.release("a");
    expect(all(queue)).toEqual(["a3"]);
  });
});
