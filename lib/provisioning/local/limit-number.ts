const factors: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Kubernetes quantity (`500m`, `1.5`, `512Mi`) as a number; null for no limit or an unreadable text. */
export function limitNumber(text: unknown): number | null {
  const match = typeof text === "string" ? /^(\d+(?:\.\d+)?)([a-zA-Z]{0,2})$/.exec(text.trim()) : null;
  const factor = factors[match?.[2] ?? ""];
  return match?.[1] === undefined || factor === undefined ? null : Number(match[1]) * factor;
}
