import { readHeader, type RequestHeaders } from "./request-headers";

/**
 * Was this sent by the portal's own page? A browser adds `Origin` to every request that changes something; without it, or from elsewhere,
 * the session cookie counts for nothing. The portal is reached under BERTH_URL or under the host that the request itself names.
 */
export function isSameOrigin(headers: RequestHeaders, portalUrl: string): boolean {
  const origin = readHeader(headers, "origin");
  if (origin === null || !URL.canParse(origin)) return false;
  const sent = new URL(origin);
  if (sent.origin === new URL(portalUrl).origin) return true;
  return sent.host !== "" && sent.host === readHeader(headers, "host") && sent.protocol === new URL(portalUrl).protocol;
}
