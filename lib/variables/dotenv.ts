import { say, type Said } from "@/lib/i18n/say";
import type { Fault } from "@/lib/shared/errors";
import { variableFault } from "./names";

export type DotenvEntry = { readonly name: string; readonly value: string };

export type DotenvReading =
  | { readonly ok: true; readonly entries: readonly DotenvEntry[] }
  | { readonly ok: false; readonly faults: readonly [Fault, ...Fault[]] };

const assignment = /^\s*(?:export\s+)?([^\s=#]+)\s*=[^\S\n]*/;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * Reads a `.env` text: `NAME=value` per line, `export` before it, `#` comments; single quotes take everything as it stands, double quotes know
 * `\n \r \t \" \\ \$`; a quoted value may go over several lines. Nothing is substituted. All faults at once, each with its line.
 */
export function parseDotenv(text: string): DotenvReading {
  const entries: DotenvEntry[] = [];
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  const source = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  let line = 1;
  for (let at = 0; at < source.length;) {
    const end = endOfLine(source, at);
    const rest = source.slice(at, end);
    const found = assignment.exec(rest);
    let next = end + 1;
    if (/^\s*(#|$)/.test(rest)) {
      // Comments and empty lines say nothing.
    } else if (!found?.[1]) {
      faults.push({ path: "", line, column: 1, ...say("env-file/no-assignment") });
    } else {
      const name = found[1];
      const value = readValue(source, at + found[0].length);
      const earlier = seen.get(name);
      seen.set(name, earlier ?? line);
      const fault = earlier === undefined ? faultOf(name, value) : say("env-file/twice", { name, line: earlier });
      if (fault) faults.push({ path: name, line, column: 1, ...fault });
      else if (value) entries.push({ name, value: value.text });
      if (value) next = value.next;
    }
    line += source.slice(at, next).split("\n").length - 1;
    at = next;
  }
  const [first, ...others] = faults;
  return first ? { ok: false, faults: [first, ...others] } : { ok: true, entries };
}

const faultOf = (name: string, value: { readonly text: string } | null): Said | null =>
  value === null ? say("env-file/quote") : variableFault(name, value.text);

function endOfLine(source: string, from: number): number {
  const end = source.indexOf("\n", from);
  return end < 0 ? source.length : end;
}

/** The value and where the next line begins; null: a quote is left open, or something stands behind the closing one. */
function readValue(source: string, from: number): { readonly text: string; readonly next: number } | null {
  const quote = source.charAt(from);
  if (quote !== '"' && quote !== "'") {
    const end = endOfLine(source, from);
    const text = source.slice(from, end).replace(/(^|\s)#.*$/, "");
    return { text: text.trim(), next: end + 1 };
  }
  let text = "";
  for (let at = from + 1; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === quote) {
      const end = endOfLine(source, at);
      return /^\s*(#.*)?$/.test(source.slice(at + 1, end)) ? { text, next: end + 1 } : null;
    }
    if (character === "\\" && quote === '"' && at + 1 < source.length) {
      const escaped = source.charAt(++at);
      text += escapes[escaped] ?? (/["\\$`]/.test(escaped) ? escaped : `\\${escaped}`);
    } else text += character;
  }
  return null;
}

const needsNoQuotes = /^[A-Za-z0-9_./:@%+,=-]*$/;

/** A text that `parseDotenv` and a shell read back as the same values. */
export function toDotenv(entries: readonly DotenvEntry[]): string {
  const quoted = (value: string) =>
    `"${value
      .replace(/["\\$`]/g, "\\$&")
      .replaceAll("\n", "\\n")
      .replaceAll("\r", "\\r")
      .replaceAll("\t", "\\t")}"`;
  return entries.map(({ name, value }) => `${name}=${needsNoQuotes.test(value) ? value : quoted(value)}\n`).join("");
}
