import { RE2JS, RE2JSException } from "re2js";
import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";

/** Tells whether a variable's name is meant. */
export type NameMatcher = (name: string) => boolean;

export type CompiledPatterns = { readonly matches: NameMatcher; readonly faults: readonly Sayable[] };

/** More than anybody needs; keeps hostile settings cheap. */
const limits = { length: 8 * 1024, items: 1_000, alternatives: 256 } as const;

/**
 * Compiles a comma-separated list of names and patterns (product section 3): `*`, `?`, `[…]`, `{a,b}` anchored to the whole name, or a
 * regular expression between slashes. RE2 runs in linear time, so no pattern can stall the portal. Items that cannot be read are faults
 * and match nothing.
 */
export function compilePatterns(list: string): CompiledPatterns {
  const items = list.length > limits.length ? [] : splitList(list);
  if (list.length > limits.length || items.length > limits.items) {
    const said = say("pattern/list-too-long", { items: limits.items, characters: limits.length });
    return { matches: () => false, faults: [said] };
  }
  const names = new Set<string>();
  const beginnings = new Map<number, Set<string>>();
  const stars: (readonly string[])[] = [];
  const expressions: RE2JS[] = [];
  const faults: Sayable[] = [];
  for (const item of items) {
    if (plainName.test(item)) names.add(item);
    else if (plainBeginning.test(item)) addBeginning(beginnings, item.slice(0, -1));
    else if (onlyStars.test(item)) stars.push(item.split("*"));
    else {
      const expression = isExpression(item) ? item.slice(1, -1) : anchored(globToExpression(item));
      const fault = expression === null ? say("pattern/not-closed") : explainExpression(expression);
      if (expression !== null && fault === null) expressions.push(RE2JS.compile(expression));
      else faults.push(say("pattern/invalid", { pattern: item, reason: fault ?? "" }));
    }
  }
  const beginsRight = (name: string) =>
    [...beginnings].some(([length, known]) => name.length >= length && known.has(name.slice(0, length)));
  return {
    matches: (name) =>
      names.has(name) ||
      beginsRight(name) ||
      stars.some((pieces) => hasPieces(name, pieces)) ||
      expressions.some((expression) => expression.test(name)),
    faults,
  };
}

const plainName = /^[^*?[\]{}\\/][^*?[\]{}\\]*$/;

/** `DEV_*`, by far the most common pattern, needs no engine: beginnings are looked up by their length. */
const plainBeginning = /^[^*?[\]{}\\/][^*?[\]{}\\]*\*$|^\*$/;

const onlyStars = /^[^?[\]{}\\/][^?[\]{}\\]*$/;

/** Whether a name has the pieces between the stars of a glob, in order: the first at its start, the last at its end. */
function hasPieces(name: string, pieces: readonly string[]): boolean {
  const [first = "", last = ""] = [pieces[0], pieces.at(-1)];
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - last.length;
}

function addBeginning(beginnings: Map<number, Set<string>>, text: string): void {
  const known = beginnings.get(text.length) ?? new Set();
  beginnings.set(text.length, known.add(text));
}

const isExpression = (item: string) => item.length > 1 && item.startsWith("/") && item.endsWith("/");

/** Why an expression cannot be run, or null. */
function explainExpression(expression: string): string | null {
  try {
    RE2JS.compile(expression);
    return null;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return error.message;
  }
}

/** At commas that are outside braces, brackets and slashes. */
export function splitList(list: string): readonly string[] {
  const items: string[] = [];
  let item = "";
  let depth = 0;
  let inExpression = false;
  for (const character of list) {
    if (character === "/" && (inExpression || item.trim() === "")) inExpression = !inExpression || item.endsWith("\\");
    else if (!inExpression && (character === "{" || character === "[")) depth += 1;
    else if (!inExpression && (character === "}" || character === "]")) depth = Math.max(0, depth - 1);
    if (character === "," && depth === 0 && !inExpression) {
      items.push(item);
      item = "";
    } else item += character;
  }
  return [...items, item].map((text) => text.trim()).filter((text) => text !== "");
}

const quoted = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

const anchored = (expression: string | null) => (expression === null ? null : `^(?:${expression})$`);

/** Null when a bracket or brace is left open. Braces do not nest. */
function globToExpression(glob: string): string | null {
  let expression = "";
  for (let at = 0; at < glob.length; at++) {
    const character = glob.charAt(at);
    if (character === "*") expression += "[\\s\\S]*";
    else if (character === "?") expression += "[\\s\\S]";
    else if (character === "[") {
      const end = glob.indexOf("]", at + 2);
      if (end < 0) return null;
      const set = glob.slice(at + 1, end);
      const negated = /^[!^]/.test(set);
      expression += `[${negated ? "^" : ""}${set.slice(negated ? 1 : 0).replace(/[\\[\]^]/g, "\\$&")}]`;
      at = end;
    } else if (character === "{") {
      const end = glob.indexOf("}", at);
      if (end < 0) return null;
      const alternatives = glob.slice(at + 1, end).split(",");
      if (alternatives.length > limits.alternatives) return null;
      const parts = alternatives.map(globToExpression);
      if (parts.some((part) => part === null)) return null;
      expression += `(?:${parts.join("|")})`;
      at = end;
    } else if (character === "\\" && at + 1 < glob.length) expression += quoted(glob.charAt(++at));
    else if (character === "]" || character === "}") return null;
    else expression += quoted(character);
  }
  return expression;
}
