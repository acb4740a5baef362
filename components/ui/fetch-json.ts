import type { Text } from "@/lib/i18n/text";

/** What an API answer refuses with (RFC 9457), as far as screens show it. */
export type Problem = { readonly detail?: string; readonly text?: Text };

/** A refusal in its own words; `useTold` says them in the person's language. */
export class Refusal extends Error {
  readonly text: Text | undefined;
  constructor({ detail, text }: Problem, status: number) {
    super(detail ?? `HTTP ${status}`);
    this.text = text;
  }
}

/** The portal gave no answer at all; screens say so in the person's language. */
export const noAnswer = "";

/**
 * GET of our own API. A refusal throws its own text (`detail`, RFC 9457, section 3.1.4), no answer throws an error whose message is
 * `noAnswer`; an aborted request throws what `fetch` throws.
 */
export async function fetchJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const answer = await fetch(url, { signal, headers: { accept: "application/json" } }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new Error(noAnswer, { cause });
  });
  if (answer.ok) return (await answer.json()) as T;
  const problem = (await answer.json().catch(() => ({}))) as Problem;
  throw new Refusal(problem, answer.status);
}
