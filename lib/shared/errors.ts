import { say } from "@/lib/i18n/say";
import type { Sayable, Text } from "@/lib/i18n/text";

/** One row per failure that users can meet: HTTP status, the `code` of the API, and whether trying again may help. */
export const errorTable = {
  "request/unreadable": { status: 400, code: "unreadable", retry: "never" },
  "auth/required": { status: 401, code: "unauthenticated", retry: "never" },
  "auth/refused": { status: 401, code: "refused", retry: "never" },
  "access/forbidden": { status: 403, code: "forbidden", retry: "never" },
  "not-found": { status: 404, code: "not-found", retry: "never" },
  "workspace/name-taken": { status: 409, code: "name-taken", retry: "never" },
  "workspace/plan-stale": { status: 409, code: "plan-stale", retry: "never" },
  "workspace/busy": { status: 409, code: "busy", retry: "backoff" },
  conflict: { status: 409, code: "conflict", retry: "backoff" },
  "request/too-large": { status: 413, code: "too-large", retry: "never" },
  "document/invalid": { status: 422, code: "invalid", retry: "never" },
  "policy/denied": { status: 422, code: "policy", retry: "never" },
  "quota/exceeded": { status: 422, code: "quota", retry: "never" },
  "rate/limited": { status: 429, code: "rate-limited", retry: "backoff" },
  "cluster/unreachable": { status: 503, code: "cluster-unreachable", retry: "backoff" },
  "cluster/forbidden": { status: 422, code: "cluster-forbidden", retry: "never" },
  "cluster/quota": { status: 422, code: "quota", retry: "backoff" },
  "cluster/rejected": { status: 422, code: "cluster-rejected", retry: "never" },
  "cluster/conflict": { status: 409, code: "conflict", retry: "backoff" },
  "portal/not-ready": { status: 503, code: "not-ready", retry: "backoff" },
  internal: { status: 500, code: "internal", retry: "backoff" },
} as const satisfies Record<string, { status: number; code: string; retry: "never" | "backoff" }>;

export type ErrorCode = keyof typeof errorTable;

/** One fault of an input. `line` and `column` count from 1. */
export type Fault = {
  readonly path: string;
  readonly message: string;
  /** The message as code and parameters, for screens in other languages. */
  readonly text?: Text | undefined;
  readonly line?: number;
  readonly column?: number;
  readonly rule?: string;
  readonly layer?: string;
};

export type PublicError = {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly text?: Text | undefined;
  readonly faults?: readonly Fault[];
  readonly details?: unknown;
};

const brand = Symbol.for("berth.error");

/** An expected failure. `message` is shown to people; what must stay private goes into `cause`. */
export class PortalError extends Error {
  readonly [brand] = true;
  readonly text: Text | undefined;
  constructor(
    readonly code: ErrorCode,
    said: Sayable | string,
    readonly options: { readonly faults?: readonly Fault[]; readonly details?: unknown; readonly cause?: unknown } = {},
  ) {
    super(
      typeof said === "string" ? said : said.message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = "PortalError";
    this.text = typeof said === "string" ? undefined : said.text;
  }
}

/** Faults as one error: its text is the first one's, with its place and how many more there are. */
export function faultError(code: ErrorCode, ...faults: readonly [Fault, ...Fault[]]): PortalError {
  const [first] = faults;
  const placed = first.path === "" ? first : say("faults/at", { path: first.path, fault: first });
  const count = faults.length - 1;
  return new PortalError(code, count === 0 ? placed : say("faults/and-more", { fault: placed, count }), { faults });
}

/** `instanceof` fails across the server bundle and Next's: each has its own copy of the class. */
export function isPortalError(error: unknown): error is PortalError {
  return typeof error === "object" && error !== null && brand in error;
}

/** What may leave the portal. Anything unexpected becomes `internal` without its text. */
export function toPublicError(error: unknown): PublicError {
  if (!isPortalError(error)) {
    return {
      code: "internal",
      status: 500,
      ...say("error/internal"),
    };
  }
  const { status, code } = errorTable[error.code];
  const { faults, details } = error.options;
  return {
    code,
    status,
    message: error.message,
    ...(error.text ? { text: error.text } : {}),
    ...(faults ? { faults } : {}),
    ...(details === undefined ? {} : { details }),
  };
}

export function retryOf(error: unknown): "never" | "backoff" {
  return isPortalError(error) ? errorTable[error.code].retry : "backoff";
}
