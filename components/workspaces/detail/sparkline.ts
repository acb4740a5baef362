/** Points of an SVG polyline, oldest left. The line is drawn from zero, so that a small change of a large value looks small. */
export function sparklinePoints(
  values: readonly number[],
  size: { readonly width: number; readonly height: number; readonly slots: number },
): string {
  const top = Math.max(...values, 0);
  const step = size.width / Math.max(1, size.slots - 1);
  const first = size.slots - values.length;
  return values
    .map((value, index) => {
      const y = top === 0 ? size.height : size.height - (value / top) * (size.height - 2);
      return `${((first + index) * step).toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}

/** Keeps the last `limit` values. */
export const appendSample = <T>(samples: readonly T[], sample: T, limit: number): readonly T[] =>
  [...samples, sample].slice(-limit);

/** `0.25`, `1.3`: cores. */
export const formatCores = (cores: number): string =>
  cores < 0.1 ? cores.toFixed(3) : cores < 10 ? cores.toFixed(2) : cores.toFixed(0);

const units = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `512 MiB`, `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? value.toFixed(0) : value.toFixed(1)} ${units[unit] ?? "B"}`;
}
