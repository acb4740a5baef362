import type { PublicError } from "./errors";

/** What a server action answers: an expected failure is a value, so that the screen can show it where it belongs. */
export type ActionResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: PublicError & { readonly request_id: string } };
