import { randomUUID } from "node:crypto";
import { readHeader, type RequestHeaders } from "./request-headers";

/** The caller's own X-Request-Id where it is a harmless one, so that logs on both sides meet; else a new one. */
export function requestIdOf(headers: RequestHeaders): string {
  const given = readHeader(headers, "x-request-id");
  return given !== null && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}
