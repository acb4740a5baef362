import type { Sayable } from "@/lib/i18n/text";
import { isPortalError, retryOf, toPublicError, type PortalError } from "@/lib/shared/errors";
import { getIn, isObject } from "@/lib/shared/json";
import { cause, causeTable, type Cause, type CauseCode } from "@/lib/workspaces/cause";

export type Failure =
  /** The cluster is away: never the operation's fault. */
  | { readonly kind: "unreachable"; readonly reason: Sayable }
  /** May pass: try again. */
  | { readonly kind: "retry"; readonly cause: Cause }
  /** Trying again cannot help. */
  | { readonly kind: "permanent"; readonly cause: Cause };

const isCauseCode = (code: unknown): code is CauseCode => typeof code === "string" && Object.hasOwn(causeTable, code);

/** Backends that know the cause put it into the error's details: `{ cause: { code, params, evidence } }`. */
function causeInDetails(error: PortalError): Cause | null {
  const code = getIn(error.options.details, ["cause", "code"]);
  if (!isCauseCode(code)) return null;
  const params = getIn(error.options.details, ["cause", "params"]);
  const evidence = getIn(error.options.details, ["cause", "evidence"]);
  const texts = isObject(params) ? Object.entries(params).map(([key, value]) => [key, String(value)]) : [];
  return cause(code, Object.fromEntries(texts), Array.isArray(evidence) ? evidence.map(String) : [error.message]);
}

function causeOf(error: unknown): Cause {
  if (!isPortalError(error)) return cause("rejected", { reason: toPublicError(error) });
  const known = causeInDetails(error);
  if (known) return known;
  const text = (key: string, otherwise: string): string => {
    const value = getIn(error.options.details, [key]);
    return typeof value === "string" ? value : otherwise;
  };
  const reason = error;
  if (error.code === "policy/denied") return cause("policy-denied", { reason });
  if (error.code === "cluster/quota") return cause("quota-exceeded", { reason });
  if (error.code === "cluster/forbidden") {
    return cause("forbidden", { verb: text("verb", "use"), resource: text("resource", "an object") }, [reason.message]);
  }
  return cause("rejected", { reason });
}

/** What an error of a backend means for the operation under way. */
export function failureOf(error: unknown): Failure {
  if (isPortalError(error) && error.code === "cluster/unreachable")
    return { kind: "unreachable", reason: { message: error.message, text: error.text } };
  const why = causeOf(error);
  const permanent = isPortalError(error) && (retryOf(error) === "never" || error.code === "cluster/quota");
  return { kind: permanent ? "permanent" : "retry", cause: why };
}
