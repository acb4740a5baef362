import { STATUS_CODES } from "node:http";
import { toPublicError } from "@/lib/shared/errors";

const defaultRetrySeconds = 5;

/** An error as RFC 9457 `application/problem+json` (api.md, Errors). */
export function problem(error: unknown, requestId: string): Response {
  const { status, code, message, text, faults, details } = toPublicError(error);
  const body = {
    type: `urn:berth:problem:${code}`,
    title: STATUS_CODES[status] ?? "Error",
    status,
    code,
    detail: message,
    request_id: requestId,
    ...(text ? { text } : {}),
    ...(faults ? { errors: faults } : {}),
    ...(details === undefined ? {} : { details }),
  };
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (status === 429 || status === 503) headers.set("retry-after", String(retrySeconds(details)));
  if (status === 401) headers.set("www-authenticate", "Bearer");
  return new Response(JSON.stringify(body), { status, headers });
}

function retrySeconds(details: unknown): number {
  const seconds =
    typeof details === "object" && details !== null && "retry_after" in details
      ? Number(details.retry_after)
      : Number.NaN;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : defaultRetrySeconds;
}
