import type { Json } from "@/lib/shared/json";

/** How a value that may be text, number or boolean stands in a text field. Lists and maps are only shown in the YAML. */
export function showScalar(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** A list of texts as lines. One text alone is one line: a Docker `command` may be either. */
export function joinLines(value: unknown): string {
  return Array.isArray(value) ? value.map(showScalar).join("\n") : showScalar(value);
}

/** The list that the lines mean; undefined when nothing is left. What was one text stays one as long as it has one line. */
export function splitLines(text: string, before: unknown): Json | undefined {
  if (text === "") return undefined;
  const lines = text.split("\n");
  return typeof before === "string" && lines.length === 1 ? text : lines;
}

/** `base`, `base_2`, `base_3`, …: the first that is not taken. */
export function freeName(base: string, taken: readonly string[], separator = "_"): string {
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}${separator}${number}`)) number += 1;
  return `${base}${separator}${number}`;
}
