import { say, type PlainCode, type Said } from "@/lib/i18n/say";
import { isPortalError, PortalError } from "@/lib/shared/errors";
import { getIn } from "@/lib/shared/json";
import { cause, isPermanent, type Cause } from "@/lib/workspaces/cause";
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
const noAnswer: Readonly<Record<string, PlainCode>> = {
  ENOENT: "engine/no-socket",
  EACCES: "engine/socket-closed-to-portal",
  ECONNREFUSED: "engine/nobody-listens",
  ECONNRESET: "engine/closed",
  EPIPE: "engine/closed",
  ETIMEDOUT: "engine/silent",
  EHOSTUNREACH: "engine/no-way-to-host",
  ENETUNREACH: "engine/no-way-to-network",
  ENOTFOUND: "engine/unknown-host",
  EAI_AGAIN: "engine/no-lookup",
  EPROTO: "engine/handshake",
  ERR_TLS_CERT_ALTNAME_INVALID: "engine/certificate-name",
  CERT_HAS_EXPIRED: "engine/certificate-old",
  DEPTH_ZERO_SELF_SIGNED_CERT: "engine/certificate-authority",
  SELF_SIGNED_CERT_IN_CHAIN: "engine/certificate-authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "engine/certificate-authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "engine/certificate-authority",
};

export function unreachableReason(error: unknown): Said {
  const code = getIn(error, ["code"]);
  if (typeof code !== "string") return say("engine/silent");
  if (code.startsWith("ERR_SSL")) return say("engine/handshake-certificate");
  const known = noAnswer[code];
  return known ? say(known) : say("engine/connection-failed", { code });
}

/** Every failure of a call as a PortalError; `doing` completes "The Docker engine …": could not start the container. */
export function toPortalError(error: unknown, doing: PlainCode): PortalError {
  if (isPortalError(error)) return error;
  const status = statusOf(error);
  if (status === undefined) {
    const said = say("engine/failed", { doing: say(doing), reason: unreachableReason(error) });
    return new PortalError("cluster/unreachable", said, { cause: error });
  }
  const text = say("engine/failed", { doing: say(doing), reason: engineText(error) });
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
    { message: `${found.summary}. ${found.next_step}` },
    {
      details: { cause: found },
    },
  );
}

/** The cause in the engine's answer, where its words are known. */
export function causeOf(error: unknown, context: CauseContext): Cause | null {
  return statusOf(error) === undefined ? null : causeOfMessage(engineText(error), context);
}

/** The engine's refusal with its cause; a bad request that we do not recognise is final all the same. */
export function refusedBy(error: unknown, context: CauseContext, doing: PlainCode): PortalError {
  const found = causeOf(error, context);
  if (found) return causeError(found);
  const general = toPortalError(error, doing);
  return general.code === "cluster/rejected"
    ? causeError(cause("rejected", { reason: engineText(error) }, [engineText(error)]))
    : general;
}
