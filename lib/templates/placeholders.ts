import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";
import type { ParameterValues } from "./template";

/** A piece of a text: its own characters, or the name of a parameter. */
type Piece = { readonly text: string } | { readonly parameter: string };

/** What a text says: its pieces in order, and whether a `${` is left open. */
type Reading = { readonly pieces: readonly Piece[]; readonly open: boolean };

const marks = /\$\$\{|\$\{([^{}]*)\}|\$\{/g;

/** `${name}` stands for a parameter, `$${` for the characters `${`. */
export function readPlaceholders(text: string): Reading {
  const pieces: Piece[] = [];
  let own = "";
  let from = 0;
  let open = false;
  for (const match of text.matchAll(marks)) {
    own += text.slice(from, match.index);
    from = match.index + match[0].length;
    const [whole, name] = match;
    if (whole === "$${") own += "${";
    else if (name === undefined) open = true;
    else {
      if (own !== "") pieces.push({ text: own });
      own = "";
      pieces.push({ parameter: name });
    }
  }
  own += text.slice(from);
  if (own !== "" || pieces.length === 0) pieces.push({ text: own });
  return { pieces, open };
}

/**
 * A document with values in place of its placeholders. A text that is nothing but a placeholder becomes the value with its type, and is left
 * out where the parameter has none; elsewhere the value becomes characters of that text. Values are put in as values, after the YAML was
 * read, and are not looked at again: whatever they contain stays what it is, and no placeholder can lead to another.
 */
export function fillPlaceholders(document: JsonObject, values: ParameterValues): JsonObject {
  const filled = fill(document, values);
  return isObject(filled) ? filled : {};
}

function fill(value: Json, values: ParameterValues): Json | undefined {
  if (typeof value === "string") return fillText(value, values);
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item) => {
      const filled = fill(item, values);
      return filled === undefined ? [] : [filled];
    });
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, Json][] => {
      const filled = fill(item, values);
      return filled === undefined ? [] : [[key, filled]];
    }),
  );
}

const valueOf = (values: ParameterValues, name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);

function fillText(text: string, values: ParameterValues): Json | undefined {
  if (!text.includes("${")) return text;
  const { pieces } = readPlaceholders(text);
  const [only, ...more] = pieces;
  if (only && "parameter" in only && more.length === 0) return valueOf(values, only.parameter);
  return pieces
    .map((piece) => ("text" in piece ? piece.text : String(valueOf(values, piece.parameter) ?? "")))
    .join("");
}

/** Where a document has a text with placeholders or a key that looks like one. `alone`: the text is nothing but that placeholder. */
export type Found =
  | { readonly path: Path; readonly kind: "use"; readonly parameter: string; readonly alone: boolean }
  | { readonly path: Path; readonly kind: "open" | "key" };

export function findPlaceholders(value: Json, path: Path = []): readonly Found[] {
  if (typeof value === "string") {
    const { pieces, open } = readPlaceholders(value);
    const uses = pieces.flatMap((piece): Found[] =>
      "parameter" in piece ? [{ path, kind: "use", parameter: piece.parameter, alone: pieces.length === 1 }] : [],
    );
    return open ? [...uses, { path, kind: "open" }] : uses;
  }
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, index) => findPlaceholders(item, [...path, index]));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]): readonly Found[] => {
    const here = [...path, key];
    const inKey: readonly Found[] = key.includes("${") ? [{ path: here, kind: "key" }] : [];
    return [...inKey, ...findPlaceholders(item, here)];
  });
}
