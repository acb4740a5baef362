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
  const place = call.namespace === null ? "" : ` in namespace ${call.namespace}`;
  switch (status) {
    case 401:
      return new PortalError(
        "cluster/forbidden",
        "The cluster does not accept Berth's credentials. Renew the token or certificate of this cluster.",
        { details: { verb: call.verb, resource: call.resource } },
      );
    case 403:
      return forbidden(message, call, place);
    case 404:
      return /^namespaces? /.test(message)
        ? new PortalError(
            "cluster/rejected",
            `The namespace ${call.namespace ?? ""} does not exist on the cluster. Create it, or choose another.`,
          )
        : new PortalError("not-found", `There is no ${what}${place}.`);
    case 409:
      return new PortalError("cluster/conflict", `The cluster is still busy with ${what}: ${message || "conflict"}`);
    case 400:
    case 413:
    case 415:
    case 422:
      return new PortalError(
        "cluster/rejected",
        `The cluster refuses ${what}${place}: ${message || `status ${status}`}`,
      );
    case 429:
      return new PortalError("cluster/unreachable", "The cluster's API takes no more requests at the moment.");
    default:
      return new PortalError(
        "cluster/unreachable",
        `The cluster's API answers with status ${status}${message === "" ? "" : `: ${message}`}`,
      );
  }
}

/** 403 has three meanings: no right, no quota, or an admission plugin's no. */
function forbidden(message: string, call: ApiCall, place: string): PortalError {
  if (/exceeded quota/i.test(message)) {
    return new PortalError("cluster/quota", `The namespace's quota does not allow it: ${afterForbidden(message)}`);
  }
  const right = /cannot (\w+) resource "([^"]+)"/.exec(message);
  if (right || message === "" || /^unknown$/i.test(message)) {
    const verb = right?.[1] ?? call.verb;
    const resource = right?.[2] ?? call.resource;
    return new PortalError(
      "cluster/forbidden",
      `Berth may not ${verb} ${resource}${place}. Give its account the Role that the cluster's page shows.`,
      { details: { verb, resource, namespace: call.namespace } },
    );
  }
  return new PortalError("cluster/rejected", `The cluster's admission refuses it: ${afterForbidden(message)}`);
}

const afterForbidden = (message: string): string => message.replace(/^.*? is forbidden: /, "");

/** The `message` of a Status; never headers or the whole body. */
function statusMessage(body: unknown): string {
  const message = getIn(body, ["message"]);
  return typeof message === "string" ? message.replace(/\s+/g, " ").trim().slice(0, 600) : "";
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection is refused",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  ENOTFOUND: "its name cannot be resolved",
  EAI_AGAIN: "its name cannot be resolved",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  ETIMEDOUT: "it does not answer in time",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not trusted",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is not trusted",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

/** A call that got no answer at all. */
export function networkError(error: unknown): PortalError {
  if (isPortalError(error)) return error;
  const code = getIn(error, ["code"]);
  const reason = typeof code === "string" ? (reasons[code] ?? code) : "the call failed";
  return new PortalError("cluster/unreachable", `The cluster's API does not answer: ${reason}.`, { cause: error });
}

export const timeoutError = (milliseconds: number): PortalError =>
  new PortalError(
    "cluster/unreachable",
    `The cluster's API does not answer: nothing came within ${milliseconds / 1000} seconds.`,
  );
