import { readHeader, type RequestHeaders } from "./request-headers";

/**
 * Where a request came from, for slowing down guesses. Next writes the socket's address into `x-forwarded-for` where no proxy did; the last
 * entry is the one that the nearest proxy saw itself. A client without a proxy can choose it, so no right may stand on it.
 */
export function clientAddress(headers: RequestHeaders): string {
  return readHeader(headers, "x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) || "unknown";
}
