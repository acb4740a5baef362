import { say } from "@/lib/i18n/say";
import type { Fault } from "./errors";

/**
 * Product section 2. `values` bounds what a text may become when its aliases are written out: a hundred aliases can make 10^10 values.
 * `explained`: a broken text above this size gets its first fault only, because finding all of them takes a second parser too long.
 */
export const yamlLimits = { bytes: 256 * 1024, depth: 40, aliases: 100, values: 50_000, explained: 64 * 1024 } as const;

/** Keys to which JavaScript gives a meaning: harmless here, but never wanted in a document that other programs read. */
export const refusedKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export function checkSize(text: string): readonly Fault[] {
  const bytes = text.length > yamlLimits.bytes ? text.length : new TextEncoder().encode(text).length;
  if (bytes <= yamlLimits.bytes) return [];
  const [found, allowed] = [Math.ceil(bytes / 1024), yamlLimits.bytes / 1024];
  return [{ path: "", ...say("text/too-large", { found, allowed }), line: 1, column: 1 }];
}

// Everything that YAML 1.2 section 5.1 does not call printable, and half surrogate pairs.
const unprintable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The first ten: a binary file would have thousands. */
export function checkCharacters(text: string): readonly Fault[] {
  const faults: Fault[] = [];
  for (const match of text.matchAll(unprintable)) {
    const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    const before = text.slice(0, match.index);
    const [line, column] = [before.split("\n").length, match.index - before.lastIndexOf("\n")];
    faults.push({ path: "", ...say("text/control-character", { character: code }), line, column });
    if (faults.length === 10) break;
  }
  return faults;
}
