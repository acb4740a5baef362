import { setMaxListeners } from "node:events";

/** Aborted with the first of them. Many requests may listen to it at once. */
export function anySignal(...signals: readonly AbortSignal[]): AbortSignal {
  const merged = AbortSignal.any([...signals]);
  setMaxListeners(0, merged);
  return merged;
}
