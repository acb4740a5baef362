import type { Json } from "@/lib/shared/json";

/** A field's value on one line where it fits, as indented JSON where it does not; null is "not set". */
export function formatValue(value: Json): string | null {
  if (value === null) return null;
  if (typeof value === "string") return value;
  const short = JSON.stringify(value);
  return short.length <= 60 ? short : JSON.stringify(value, null, 2);
}
