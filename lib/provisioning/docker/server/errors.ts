import { isPortalError, PortalError } from "@/lib/shared/errors";
import { getIn } from "@/lib/shared/json";
import { isPermanent, type Cause } from "@/lib/workspaces/cause";
import { causeOfMessage, type CauseContext } from "../causes";

/** HTTP status of the engine's answer; undefined when there was none. */
export function statusOf(error: unknown): number | undefined {
  const status = getIn(error, ["statusCode"]);
  return typeof status === "number" ? status : undefined;
}

/** The engine's own words. The error's `message` is not used: for streams it carries the whole answer. */
export function engineText(error: unknown): string {
  const text = getIn(error, ["json", "message"]) ?? getIn(error, ["reason"]);
  return typeof text === "string" ? text.trim() : "no reason given";
}

/** Reasons for having no answer, by Node's error code. */
const noAnswer: Readonly<Record<string, string>> = {
  ENOENT: "there is no such socket",
  EACCES: "the portal's user may not use the socket; it must be in the socket's group",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "it closed the connection",
  EPIPE: "it closed the connection",
  ETIMEDOUT: "it does not answer",
  EHOSTUNREACH: "there is no way to that host",
  ENETUNREACH: "there is no way to that network",
  ENOTFOUND: "the host's name is not known",
  EAI_AGAIN: "the host's name cannot be looked up",
  EPROTO: "the TLS handshake failed; is it a TLS port, and is the client certificate right?",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not signed by the given authority",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is not signed by the given authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is not signed by the given authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is not signed by the given authority",
};

export function unreachableReason(error: unknown): string {
  const code = getIn(error, ["code"]);
  if (typeof code !== "string") return "it does not answer";
  if (code.startsWith("ERR_SSL"))
    return "the TLS handshake failed; is the client certificate signed by the engine's authority?";
  return noAnswer[code] ?? `the connection failed (${code})`;
}

/** Every failure of a call as a PortalError; `doing` completes "The Docker engine …", e.g. `could not start the container`. */
export function toPortalError(error: unknown, doing: string): PortalError {
  if (isPortalError(error)) return error;
  const status = statusOf(error);
  if (status === undefined) {
    return new PortalError("cluster/unreachable", `The Docker engine ${doing}: ${unreachableReason(error)}`, {
      cause: error,
    });
  }
  const text = `The Docker engine ${doing}: ${engineText(error)}`;
  switch (status) {
    case 400:
    case 405:
    case 406:
    case 422:
      return new PortalError("cluster/rejected", text, { cause: error });
    case 401:
    case 403:
      return new PortalError("cluster/forbidden", text, { cause: error });
    case 404:
      return new PortalError("not-found", text, { cause: error });
    case 502:
    case 503:
    case 504:
      return new PortalError("cluster/unreachable", text, { cause: error });
    default:
      return new PortalError("cluster/conflict", text, { cause: error });
  }
}

/** A failure whose cause is known, with that cause in `details.cause`; what waiting may heal can be tried again. */
export function causeError(found: Cause): PortalError {
  return new PortalError(
    isPermanent(found.code) ? "cluster/rejected" : "cluster/conflict",
    `${found.summary}. ${found.next_step}`,
    {
      details: { cause: found },
    },
  );
}

/** The cause in the engine's answer, where its words are known. */
export function causeOf(error: unknown, context: CauseContext): Cause | null {
  return statusOf(error) === undefined ? null : causeOfMessage(engineText(error), context);
}
