import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityToNumber,
  sameQuantity,
} from "./quantity";

const parsed = (text: string | number) => parseQuantity(text) ?? { nano: -1n };

describe("quantities", () => {
  it.each([
    ["1", "1000m"],
    ["1", "1e0"],
    ["1k", "1e3"],
    ["1Ki", "1024"],
    ["0.5", "500m"],
    [".5", "500m"],
    ["1.", "1"],
    ["1.5Gi", "1536Mi"],
    ["1E", "1e18"],
    ["100n", "0.1u"],
  ])("%s and %s are the same amount", (a, b) => expect(sameQuantity(a, b)).toBe(true));

  it.each(["", "m", "1 Gi", "1gi", "1KI", "abc", "1e", "--1", "1.2.3", "0x10", "1e999", "9".repeat(50), "0.1n", "1m1"])(
    "refuses %j",
    (text) => expect(parseQuantity(text)).toBeNull(),
  );

  it("keeps the exponent e apart from the suffix E", () => {
    expect(parsed("2E").nano).toBe(2_000_000_000_000_000_000n * 1_000_000_000n);
    expect(parsed("2E1").nano).toBe(20_000_000_000n);
  });

  it("orders negative, small and large amounts", () => {
    const ordered = ["-1", "0", "1m", "1", "1Ki", "1Mi", "1G", "1Gi"].map(parsed);
    expect([...ordered].reverse().sort(compareQuantities)).toEqual(ordered);
  });

  it("gives cores and bytes as numbers", () => {
    expect(quantityToNumber(parsed("250m"))).toBe(0.25);
    expect(quantityToNumber(parsed("2Gi"))).toBe(2 * 1024 ** 3);
  });

  it.each([
    ["1536Mi", "binary", "1536Mi"],
    ["1024Mi", "binary", "1Gi"],
    ["1000m", "decimal", "1"],
    ["1500m", "decimal", "1500m"],
    ["0", "decimal", "0"],
  ] as const)("writes %s (%s) as %s", (text, style, expected) =>
    expect(formatQuantity(parsed(text), style)).toBe(expected),
  );

  it("property: what is written reads as the same amount", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.constantFrom("binary" as const, "decimal" as const),
        (nano, style) => {
          expect(parseQuantity(formatQuantity({ nano }, style))).toEqual({ nano });
        },
      ),
    );
  });

  it("property: adding agrees with whole numbers", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer(),
        (a, b) => addQuantities(parsed(a), parsed(b)).nano === parsed(a + b).nano,
      ),
    );
  });
});
