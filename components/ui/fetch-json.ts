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
  const problem = (await answer.json().catch(() => ({}))) as { readonly detail?: string };
  throw new Error(problem.detail ?? `HTTP ${answer.status}`);
}
