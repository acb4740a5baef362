import { isPortalError, type PublicError } from "@/lib/shared/errors";
import { describeError } from "./describe-error";
import type { Logger } from "./logger";

/** Writes what the answer leaves out, under the request id that it names. Refusals are the person's business, not the log's. */
export function logFailure(
  log: Logger,
  error: unknown,
  answer: PublicError,
  request: { readonly requestId: string; readonly what: string },
): void {
  if (!isPortalError(error)) log.error({ ...request, error: describeError(error) }, "a request failed unexpectedly");
  else if (answer.status >= 500)
    log.warn({ ...request, code: error.code, reason: error.message }, "a request could not be answered");
}
