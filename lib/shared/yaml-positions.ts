import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { Document, Node, Pair, YAMLMap } from "yaml";
import { say, type PlainCode } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { Fault } from "./errors";
import { formatPath, type Path } from "./path";
import { refusedKeys } from "./yaml-limits";

/** Both count from 1. */
export type Position = { readonly line: number; readonly column: number };

export type Positions = {
  /** Every syntax fault and every key that is refused. */
  readonly faults: readonly Fault[];
  readonly positionOf: (path: Path) => Position;
  readonly positionInside: (path: Path, inner: Position) => Position | null;
};

/** Where everything in a text stands. The caller has bounded size and nesting. */
export function readPositions(text: string): Positions {
  const lines = new LineCounter();
  // uniqueKeys compares each key with each other; checkKeys() below takes a map.
  const document = parseDocument(text, {
    version: "1.2",
    uniqueKeys: false,
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "silent",
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const faults: Fault[] = document.errors.map((error) => ({
    path: "",
    ...syntaxFault(error.code, error.message),
    ...at(error.pos[0]),
  }));
  visit(document, {
    Map: (key, map, ancestors) => void faults.push(...checkKeys(map, pathOf([...ancestors, map]), at)),
  });
  return {
    faults,
    positionOf: (path) => at(offsetOf(document, path)),
    positionInside: (path, inner) => positionInside(text, document, path, inner, at),
  };
}

type Locate = (offset: number) => Position;

/** What the parser means by its codes; its own words, which say more, are in English only. */
const reasons: Readonly<Record<string, PlainCode>> = {
  BAD_INDENT: "yaml/reason-indent",
  BAD_DQ_ESCAPE: "yaml/reason-escape",
  BAD_ALIAS: "yaml/reason-alias",
  BAD_SCALAR_START: "yaml/reason-scalar-start",
  BLOCK_AS_IMPLICIT_KEY: "yaml/reason-nested-map",
  BLOCK_IN_FLOW: "yaml/reason-nested-map",
  MISSING_CHAR: "yaml/reason-missing-character",
  MULTILINE_IMPLICIT_KEY: "yaml/reason-key-lines",
  TAG_RESOLVE_FAILED: "yaml/reason-tag",
  UNEXPECTED_TOKEN: "yaml/reason-unexpected",
};

function syntaxFault(code: string, message: string): Sayable {
  if (code === "MULTIPLE_DOCS") return say("yaml/several-documents");
  if (code === "TAB_AS_INDENT") return say("yaml/tab");
  const reason = reasons[code];
  return say("yaml/invalid", { reason: reason ? { message, text: say(reason).text } : message });
}

function checkKeys(map: YAMLMap, path: Path, at: Locate): readonly Fault[] {
  const seen = new Set<string>();
  return map.items.flatMap((pair): readonly Fault[] => {
    const position = at(isNode(pair.key) ? startOf(pair.key) : startOf(map));
    if (!isScalar(pair.key) || pair.key.value === null) {
      return [
        {
          path: formatPath(path),
          ...say("yaml/key-not-text"),
          ...position,
        },
      ];
    }
    const key = String(pair.key.value);
    const here = formatPath([...path, key]);
    if (key === "<<") return [{ path: here, ...say("yaml/merge-key"), ...position }];
    if (refusedKeys.has(key)) return [{ path: here, ...say("yaml/key-refused", { key }), ...position }];
    if (seen.has(key))
      return [
        {
          path: here,
          ...say("yaml/key-twice", { key }),
          ...position,
        },
      ];
    seen.add(key);
    return [];
  });
}

const startOf = (node: Node): number => node.range?.[0] ?? 0;

const keyText = (pair: Pair): string | undefined => (isScalar(pair.key) ? String(pair.key.value) : undefined);

function pathOf(nodes: readonly unknown[]): Path {
  return nodes.flatMap((node, index): Path => {
    if (isPair(node)) return [keyText(node) ?? "?"];
    const child = nodes[index + 1];
    return isSeq(node) && child !== undefined ? [node.items.indexOf(child)] : [];
  });
}

/** Of a key in a map, of an item in a list; of the nearest parent where the path leads nowhere. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? startOf(node) : 0;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => keyText(item) === String(key));
      if (!pair) return offset;
      if (isNode(pair.key)) offset = startOf(pair.key);
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = typeof key === "number" ? node.items[key] : undefined;
      if (!isNode(item)) return offset;
      offset = startOf(item);
      node = item;
    } else return offset;
  }
  return offset;
}

function positionInside(
  text: string,
  document: Document.Parsed,
  path: Path,
  inner: Position,
  at: Locate,
): Position | null {
  const node = document.getIn(path, true);
  if (!isScalar(node) || node.type !== "BLOCK_LITERAL") return null;
  const header = at(startOf(node)).line;
  const content = text.split("\n").slice(header);
  const indent = content.find((line) => line.trim() !== "")?.match(/^ */)?.[0].length ?? 0;
  return { line: header + inner.line, column: indent + inner.column };
}
