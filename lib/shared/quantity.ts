/**
 * Kubernetes quantities, exactly: `1`, `1000m` and `1e0` are the same amount. Grammar and suffixes as in
 * k8s.io/apimachinery/pkg/api/resource. An amount is a whole number of nano-units, so that nothing is rounded.
 */
export type Quantity = { readonly nano: bigint };

const nanoPerUnit = 1_000_000_000n;

const binarySuffixes: Readonly<Record<string, bigint>> = {
  Ki: 1n << 10n,
  Mi: 1n << 20n,
  Gi: 1n << 30n,
  Ti: 1n << 40n,
  Pi: 1n << 50n,
  Ei: 1n << 60n,
};

const decimalExponents: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  "": 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

const grammar = /^([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|[eE]([+-]?\d{1,3})|([numkMGTPE]))?$/;

/** More digits or a larger exponent make no sense for a resource and would only cost time. */
const longest = 40;
const largestExponent = 30;

/** Null when the text is no quantity, or finer than a nano-unit (Kubernetes rounds those up; we ask instead). */
export function parseQuantity(input: string | number): Quantity | null {
  const text = String(input);
  const match = text.length > longest ? null : grammar.exec(text);
  if (!match) return null;
  const [, sign, whole = "", fraction = "", binary, exponent, suffix = ""] = match;
  if (whole === "" && fraction === "") return null;
  const digits = BigInt(whole + fraction);
  const power = binary !== undefined ? 0 : exponent !== undefined ? Number(exponent) : decimalExponents[suffix];
  const factor = binary === undefined ? 1n : binarySuffixes[binary];
  if (power === undefined || factor === undefined || Math.abs(power) > largestExponent) return null;
  const shift = power + 9 - fraction.length;
  const scaled = digits * factor * (shift >= 0 ? 10n ** BigInt(shift) : 1n);
  const divisor = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  if (scaled % divisor !== 0n) return null;
  const nano = scaled / divisor;
  return { nano: sign === "-" ? -nano : nano };
}

/** Negative, zero or positive as `a` is less than, equal to or more than `b`. */
export const compareQuantities = (a: Quantity, b: Quantity): number => (a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0);

/** Equal amounts, however they are spelt; texts that are no quantities are equal when they are the same text. */
export function sameQuantity(a: string | number, b: string | number): boolean {
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  return left && right ? left.nano === right.nano : String(a) === String(b);
}

export const addQuantities = (a: Quantity, b: Quantity): Quantity => ({ nano: a.nano + b.nano });

/** The amount as a JavaScript number: cores for CPU, bytes for memory. May round above 2^53. */
export const quantityToNumber = (quantity: Quantity): number =>
  Number(quantity.nano / nanoPerUnit) + Number(quantity.nano % nanoPerUnit) / Number(nanoPerUnit);

/** Shortest exact spelling: binary suffixes for memory and storage, decimal ones for the rest. */
export function formatQuantity(quantity: Quantity, style: "binary" | "decimal" = "decimal"): string {
  const { nano } = quantity;
  if (nano === 0n) return "0";
  if (style === "binary" && nano % nanoPerUnit === 0n) {
    const units = nano / nanoPerUnit;
    const fitting = Object.entries(binarySuffixes)
      .reverse()
      .find(([, factor]) => units % factor === 0n);
    return fitting ? `${units / fitting[1]}${fitting[0]}` : String(units);
  }
  const fitting = Object.entries(decimalExponents)
    .reverse()
    .find(([, power]) => nano % 10n ** BigInt(power + 9) === 0n);
  return fitting ? `${nano / 10n ** BigInt(fitting[1] + 9)}${fitting[0]}` : `${nano}n`;
}
