import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import type { Json } from "@/lib/shared/json";

/**
 * A command as Docker's own clients read it: a list is an argument vector, a text is split like a shell splits words (quotes and
 * backslashes, no expansion). Null when absent or empty.
 */
export function commandWords(value: Json | undefined, field: string): readonly string[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) {
    const words = value.map((word) => (typeof word === "number" ? String(word) : word));
    if (words.every((word) => typeof word === "string")) return words.length > 0 ? words : null;
  } else if (typeof value === "string") {
    const words = splitWords(value, field);
    return words.length > 0 ? words : null;
  }
  throw new PortalError("document/invalid", say("config/list-or-text", { field }));
}

function splitWords(text: string, field: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote !== null && char === quote) quote = null;
    else if (quote === "'") word = (word ?? "") + char;
    else if (char === "\\" && (quote === null || '"\\$`'.includes(text.charAt(i + 1))))
      word = (word ?? "") + text.charAt(++i);
    else if (quote === '"') word = (word ?? "") + char;
    else if (char === '"' || char === "'") {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + char;
  }
  if (quote !== null) throw new PortalError("document/invalid", say("config/open-quote", { field, quote }));
  return word === null ? words : [...words, word];
}
