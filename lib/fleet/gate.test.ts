import { describe, expect, it } from "vitest";
import { createGate } from "./gate";

describe("a gate", () => {
  it("lets no more in at once than it has places, in the order in which they came, failed ones included", async () => {
    const gate = createGate(2);
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    const task = (number: number) =>
      gate.run(async () => {
        order.push(number);
        inside += 1;
        most = Math.max(most, inside);
        await Promise.resolve();
        inside -= 1;
        if (number === 1) throw new Error("refused");
        return number;
      });
    const results = await Promise.allSettled([0, 1, 2, 3, 4].map(task));
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
      "fulfilled",
    ]);
  });
});
