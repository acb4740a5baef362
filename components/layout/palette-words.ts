export const paletteVerbs = ["open", "start", "stop", "restart"] as const;
export type PaletteVerb = (typeof paletteVerbs)[number];

/** `stop churn`, `churn stop`: the verb that stands first or last, and what is searched for. `words`: the verbs in the person's language. */
export function readQuery(
  query: string,
  words: Readonly<Record<PaletteVerb, string>>,
): { readonly verb: PaletteVerb | null; readonly search: string } {
  const text = query.trim();
  // The longest first: in German "neu starten" ends with "starten".
  for (const verb of paletteVerbs.toSorted((a, b) => words[b].length - words[a].length)) {
    const [typed, word] = [text.toLowerCase(), words[verb].toLowerCase()];
    if (typed === word || typed.startsWith(`${word} `)) return { verb, search: text.slice(word.length).trim() };
    if (typed.endsWith(` ${word}`)) return { verb, search: text.slice(0, -word.length).trim() };
  }
  return { verb: null, search: text };
}
