import type { IncomingHttpHeaders } from "node:http";

/** Headers as Next gives them (`get`) and as Node's server does (an object of lower-case names). */
export type RequestHeaders =
  { readonly get: (name: string) => string | null } | IncomingHttpHeaders | Readonly<Record<string, unknown>>;

export function readHeader(headers: RequestHeaders, name: string): string | null {
  if (typeof headers.get === "function") {
    const value: unknown = headers.get(name);
    return typeof value === "string" ? value : null;
  }
  const value = Object.hasOwn(headers, name) ? (headers as Readonly<Record<string, unknown>>)[name] : undefined;
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" ? value : null;
}

/** The first cookie of this name; null when there is none. */
export function readCookieValue(headers: RequestHeaders, name: string): string | null {
  for (const part of (readHeader(headers, "cookie") ?? "").split(";")) {
    const separator = part.indexOf("=");
    if (separator > 0 && part.slice(0, separator).trim() === name) return part.slice(separator + 1).trim();
  }
  return null;
}
