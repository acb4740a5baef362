import { say, type PlainCode, type Said } from "@/lib/i18n/say";
import { PortalError, isPortalError } from "@/lib/shared/errors";
import { getIn } from "@/lib/shared/json";

/** What was tried, in RBAC's words. */
export type ApiCall = {
  readonly verb: string;
  /** `statefulsets`, `pods/exec`, … */
  readonly resource: string;
  readonly namespace: string | null;
  readonly name?: string;
  /** The API's text may quote the object's values. */
  readonly confidential?: boolean;
};

const typedPatch = /^failed to create (?:typed|manager for)[^:]*: (?:errors?: )?/;

/** An answer that is no success, as a failure that people can act on. `body` is the API's Status object, or anything. */
export function apiError(status: number, body: unknown, call: ApiCall): PortalError {
  const message = call.confidential ? "" : statusMessage(body);
  const what = `${call.resource}${call.name === undefined ? "" : ` ${call.name}`}`;
  // Server-side apply answers 500 to what does not fit the schema: an unknown field, or two items with the same key.
  if (status === 500 && typedPatch.test(message))
    return apiError(422, { message: message.replace(typedPatch, "") }, call);
  const { namespace } = call;
  switch (status) {
    case 401:
      return new PortalError("cluster/forbidden", say("api/credentials"), {
        details: { verb: call.verb, resource: call.resource },
      });
    case 403:
      return forbidden(message, call);
    case 404:
      return /^namespaces? /.test(message)
        ? new PortalError("cluster/rejected", say("api/no-namespace", { namespace: namespace ?? "" }))
        : new PortalError(
            "not-found",
            namespace === null ? say("api/not-found", { what }) : say("api/not-found-in", { what, namespace }),
          );
    case 409:
      return new PortalError("cluster/conflict", say("api/busy", { what, reason: message || say("api/conflict") }));
    case 400:
    case 413:
    case 415:
    case 422:
      return new PortalError("cluster/rejected", refused(what, namespace, message || `status ${status}`));
    case 429:
      return new PortalError("cluster/unreachable", say("api/too-many"));
    default:
      return new PortalError(
        "cluster/unreachable",
        message === "" ? say("api/status", { status }) : say("api/status-reason", { status, reason: message }),
      );
  }
}

const refused = (what: string, namespace: string | null, reason: string): Said =>
  namespace === null ? say("api/refused", { what, reason }) : say("api/refused-in", { what, namespace, reason });

/** 403 has three meanings: no right, no quota, or an admission plugin's no. */
function forbidden(message: string, call: ApiCall): PortalError {
  if (/exceeded quota/i.test(message)) {
    return new PortalError("cluster/quota", say("api/quota", { reason: afterForbidden(message) }));
  }
  const right = /cannot (\w+) resource "([^"]+)"/.exec(message);
  if (right || message === "" || /^unknown$/i.test(message)) {
    const verb = right?.[1] ?? call.verb;
    const resource = right?.[2] ?? call.resource;
    return new PortalError(
      "cluster/forbidden",
      call.namespace === null
        ? say("api/forbidden", { verb, resource })
        : say("api/forbidden-in", { verb, resource, namespace: call.namespace }),
      { details: { verb, resource, namespace: call.namespace } },
    );
  }
  return new PortalError("cluster/rejected", say("api/admission", { reason: afterForbidden(message) }));
}

const afterForbidden = (message: string): string => message.replace(/^.*? is forbidden: /, "");

/** The `message` of a Status; never headers or the whole body. */
function statusMessage(body: unknown): string {
  const message = getIn(body, ["message"]);
  return typeof message === "string" ? message.replace(/\s+/g, " ").trim().slice(0, 600) : "";
}

const reasons: Readonly<Record<string, PlainCode>> = {
  ECONNREFUSED: "api/refused-connection",
  ECONNRESET: "api/cut",
  EPIPE: "api/cut",
  ENOTFOUND: "api/unknown-name",
  EAI_AGAIN: "api/unknown-name",
  EHOSTUNREACH: "api/no-route",
  ENETUNREACH: "api/no-route",
  ETIMEDOUT: "api/timed-out",
  DEPTH_ZERO_SELF_SIGNED_CERT: "api/untrusted",
  SELF_SIGNED_CERT_IN_CHAIN: "api/untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "api/untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "api/untrusted",
  CERT_HAS_EXPIRED: "engine/certificate-old",
  ERR_TLS_CERT_ALTNAME_INVALID: "engine/certificate-name",
};

/** A call that got no answer at all. */
export function networkError(error: unknown): PortalError {
  if (isPortalError(error)) return error;
  const code = getIn(error, ["code"]);
  return new PortalError("cluster/unreachable", say("api/silent", { reason: reasonOf(code) }), { cause: error });
}

function reasonOf(code: unknown): Said | string {
  if (typeof code !== "string") return say("api/call-failed");
  const known = reasons[code];
  return known ? say(known) : code;
}

export const timeoutError = (milliseconds: number): PortalError =>
  new PortalError("cluster/unreachable", say("api/too-slow", { seconds: milliseconds / 1000 }));
