import { RE2JS, RE2JSException } from "re2js";

/** Tells whether a variable's name is meant. */
export type NameMatcher = (name: string) => boolean;

export type CompiledPatterns = { readonly matches: NameMatcher; readonly faults: readonly string[] };

/** More than anybody needs; keeps hostile settings cheap. */
const limits = { length: 8 * 1024, items: 1_000, alternatives: 256 } as const;

/**
 * Compiles a comma-separated list of names and patterns (product section 3): `*`, `?`, `[…]`, `{a,b}` anchored to the whole name, or a
 * regular expression between slashes. RE2 runs in linear time, so no pattern can stall the portal. Items that cannot be read are faults
 * and match nothing.
 */
export function compilePatterns(list: string): CompiledPatterns {
  if (list.length > limits.length)
    return {
      matches: () => false,
      faults: [`The list has ${list.length} characters; at most ${limits.length} are read.`],
    };
  const names = new Set<string>();
  const globs: string[] = [];
  const expressions: RE2JS[] = [];
  const faults: string[] = [];
  for (const item of splitList(list).slice(0, limits.items)) {
    if (item.length > 1 && item.startsWith("/") && item.endsWith("/"))
      collect(() => expressions.push(RE2JS.compile(item.slice(1, -1))), item, faults);
    else if (!/[*?[\]{}\\]/.test(item)) names.add(item);
    else if (item === "*") return { matches: () => true, faults };
    else {
      const glob = globToExpression(item);
      if (glob === null)
        faults.push(`"${item}" is no pattern: a bracket or brace is not closed, or there are too many alternatives.`);
      else globs.push(glob);
    }
  }
  // One expression for all globs: the engine then reads every name once, however many patterns there are.
  if (globs.length > 0)
    collect(() => expressions.push(RE2JS.compile(`^(?:${globs.join("|")})$`)), globs.join(","), faults);
  return {
    matches: (name) => names.has(name) || expressions.some((expression) => expression.matcher(name).find()),
    faults,
  };
}

function collect(compile: () => unknown, item: string, faults: string[]): void {
  try {
    compile();
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    faults.push(`"${item}" is no regular expression that can be run safely: ${error.message}.`);
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
