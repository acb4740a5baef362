import { isMap, isNode, isScalar, isSeq, stringify, visit } from "yaml";
import type { Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { Json } from "./json";
import type { Path } from "./path";

/** Replaces `start` to `end` (offsets) of a text. */
export type TextEdit = { readonly start: number; readonly end: number; readonly text: string };

/**
 * A proposal for an edit that touches only the lines of one path; null where none is known. The caller proves that it reads as wished, so
 * this may be wrong but never harmful.
 */
export function localEdit(
  text: string,
  document: Document.Parsed,
  path: Path,
  value: Json | undefined,
): TextEdit | null {
  const node = nodeAt(document, path);
  const key = path.at(-1);
  const parent = nodeAt(document, path.slice(0, -1));
  if (isScalar(node)) {
    const swap = swapScalar(text, node, value, (isMap(parent) || isSeq(parent)) && parent.flow === true);
    if (swap) return swap;
  }
  if (isSeq(parent) && parent.flow !== true && typeof key === "number" && parent.items.length > 0)
    return editItem(text, parent, key, value);
  if (isMap(parent) && parent.flow !== true && key !== undefined) {
    const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key);
    if (pair) return editPair(text, parent, pair, key, value);
  }
  return value === undefined ? null : addMissing(text, document, path, value);
}

function nodeAt(document: Document.Parsed, path: Path): Node | null {
  const node: unknown = path.length > 0 ? document.getIn(path, true) : document.contents;
  return isNode(node) ? node : null;
}

const isOneLine = (value: Json): boolean =>
  typeof value === "string" ? !value.includes("\n") : typeof value !== "object" || value === null;

/** What YAML 1.2 allows nobody to write as it is (section 5.1, c-printable); JSON's own escapes cover the control characters. */
const unprintable = /[\x7f-\x84\x86-\x9f\ufffe\uffff]|\\u[0-9a-f]{4}/g;

/** YAML in one line for values that hold such characters, null for all others. */
function escaped(value: Json): string | null {
  const json = JSON.stringify(value);
  if (json.search(unprintable) < 0) return null;
  const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replace(unprintable, (found) => (found.length === 1 ? escape(found) : found));
}

const inline = (value: Json) => escaped(value) ?? stringify(value, { lineWidth: 0, collectionStyle: "flow" }).trimEnd();

/**
 * Puts a scalar in the place of another, in the same quotes. A block text would push the comment behind it away, and has no place between
 * braces, so those stay on one line.
 */
function swapScalar(text: string, scalar: Scalar, value: Json | undefined, inFlow: boolean): TextEdit | null {
  const isBlock = scalar.type === "BLOCK_LITERAL" || scalar.type === "BLOCK_FOLDED";
  if (value === undefined || !scalar.range || isBlock) return null;
  if (!isOneLine(value) && !(typeof value === "string" && (scalar.comment || inFlow))) return null;
  const [start, end] = scalar.range;
  if (start === end) {
    const before = /\s/.test(text[start - 1] ?? "\n") ? "" : " ";
    const after = /[\s,}\]]/.test(text[end] ?? "\n") ? "" : " ";
    return { start, end, text: before + scalarText(scalar, value) + after };
  }
  return { start, end, text: scalarText(scalar, value) };
}

function scalarText(scalar: Scalar, value: Json): string {
  if (!isOneLine(value)) return escaped(value) ?? JSON.stringify(value);
  const { type } = scalar;
  const keepsQuotes =
    typeof value === "string" &&
    escaped(value) === null &&
    typeof scalar.value === "string" &&
    (type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE");
  return keepsQuotes
    ? stringify(value, { lineWidth: 0, defaultStringType: type, singleQuote: type === "QUOTE_SINGLE" }).trimEnd()
    : inline(value);
}

/** Drops an item of a block list, or appends one. */
function editItem(text: string, list: YAMLSeq, index: number, value: Json | undefined): TextEdit | null {
  const item: unknown = list.items[Math.min(index, list.items.length - 1)];
  if (!isNode(item) || !item.range) return null;
  const dash = text.lastIndexOf("-", item.range[0] - 1);
  const line = lineStart(text, dash);
  if (dash < 0 || text.slice(line, dash).trim() !== "" || text.slice(dash + 1, item.range[0]).trim() !== "")
    return null;
  const end = lineEnd(text, nodeEnd(item, item.range[0], text));
  if (value === undefined) {
    return list.items.length > 1 && index < list.items.length
      ? { start: line, end: Math.min(end + 1, text.length), text: "" }
      : null;
  }
  if (index !== list.items.length) return null;
  const indent = dash - line;
  return {
    start: end,
    end,
    text: `\n${" ".repeat(indent)}${shift(escaped([value]) ? `- ${inline(value)}` : stringify([value], { lineWidth: 0 }), indent)}`,
  };
}

/** Drops the lines of one key, or writes its value anew. */
function editPair(
  text: string,
  map: YAMLMap,
  pair: Pair,
  key: string | number,
  value: Json | undefined,
): TextEdit | null {
  const start = keyStart(pair);
  if (start === null) return null;
  const end = pairEnd(pair, text);
  const line = lineStart(text, start);
  if (value !== undefined) return { start, end, text: block(String(key), value, start - line) };
  if (map.items.length === 1 || text.slice(line, start).trim() !== "") return null;
  return { start: line, end: Math.min(lineEnd(text, end) + 1, text.length), text: "" };
}

/** Adds what is missing below the deepest map that is there, after its last line. */
function addMissing(text: string, document: Document.Parsed, path: Path, value: Json): TextEdit | null {
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const key = path[depth];
    const map = nodeAt(document, path.slice(0, depth));
    if (map === null && depth > 0) continue;
    if (!isMap(map) || map.flow === true || typeof key !== "string") return null;
    const [first, last] = [map.items[0], map.items.at(-1)];
    const start = first ? keyStart(first) : null;
    if (start === null || !last) return null;
    const nested = path
      .slice(depth + 1)
      .reduceRight<Json>((inner, part) => (typeof part === "number" ? [inner] : { [part]: inner }), value);
    const indent = start - lineStart(text, start);
    const end = lineEnd(text, pairEnd(last, text));
    const newline = end === text.length && text.endsWith("\n") ? "\n" : "";
    return { start: end, end, text: `\n${" ".repeat(indent)}${block(key, nested, indent)}${newline}` };
  }
  return null;
}

/** `key: value` in block style; the first line has no indentation, the others have. */
const block = (key: string, value: Json, indent: number) =>
  escaped({ [key]: value }) === null
    ? shift(stringify({ [key]: value }, { lineWidth: 0, indentSeq: true }), indent)
    : `${inline(key)}: ${inline(value)}`;

const shift = (yaml: string, indent: number) =>
  yaml
    .trimEnd()
    .split("\n")
    .map((line, index) => (index > 0 && line !== "" ? " ".repeat(indent) + line : line))
    .join("\n");

const lineStart = (text: string, offset: number) => text.lastIndexOf("\n", offset - 1) + 1;

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}

const keyStart = (pair: Pair): number | null => (isNode(pair.key) ? (pair.key.range?.[0] ?? null) : null);

function pairEnd(pair: Pair, text: string): number {
  const afterKey = isNode(pair.key) ? (pair.key.range?.[1] ?? 0) : 0;
  return isNode(pair.value) ? nodeEnd(pair.value, afterKey, text) : text.indexOf(":", afterKey) + 1;
}

/** Where the last visible character of a node stands: comments behind it do not belong to it. */
function nodeEnd(node: Node, from: number, text: string): number {
  let end = from;
  visit(node, {
    Node: (_key, inner) => {
      const closed = isScalar(inner) || ((isMap(inner) || isSeq(inner)) && inner.flow === true);
      if (closed && inner.range) end = Math.max(end, inner.range[1]);
    },
  });
  while (end > 0 && /\s/.test(text[end - 1] ?? "")) end--;
  return end;
}
