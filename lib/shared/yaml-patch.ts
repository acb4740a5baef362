import { load } from "js-yaml";
import { isNode, parseDocument, stringify } from "yaml";
import type { Document } from "yaml";
import { say, type Said } from "@/lib/i18n/say";
import type { Text } from "@/lib/i18n/text";
import { equalJson, type Json, type JsonObject } from "./json";
import type { Path } from "./path";
import { localEdit, type TextEdit } from "./yaml-local-edit";

export type { TextEdit } from "./yaml-local-edit";

const brand = Symbol.for("berth.yaml-edit-error");

/** The text cannot be edited in this way; the message tells the person who edits why. */
export class YamlEditError extends Error {
  readonly [brand] = true;
  readonly text: Text;
  constructor({ message, text }: Said) {
    super(message);
    this.text = text;
  }
}

export const isYamlEditError = (error: unknown): error is YamlEditError =>
  typeof error === "object" && error !== null && brand in error;

/** The plain value with one path set; `undefined` removes the key or item. The value itself is not changed. */
export function setIn(base: Json | undefined, path: Path, value: Json | undefined): Json {
  const [head, ...rest] = path;
  if (head === undefined) return value ?? null;
  const removes = rest.length === 0 && value === undefined;
  if (Array.isArray(base) && typeof head === "number") {
    const copy: Json[] = [...(base as readonly Json[])];
    if (removes) copy.splice(head, 1);
    else copy[head] = setIn(copy[head], rest, value);
    return copy;
  }
  const entries = new Map(
    Object.entries(typeof base === "object" && base !== null && !Array.isArray(base) ? (base as JsonObject) : {}),
  );
  if (removes) entries.delete(String(head));
  else entries.set(String(head), setIn(entries.get(String(head)), rest, value));
  return Object.fromEntries(entries);
}

/**
 * The smallest edit after which the text has `value` at `path` and nothing else has changed: comments, order, quotes and indentation stay.
 * Null when it has that value already. `yaml` gives the places, js-yaml judges: an edit counts only when js-yaml reads the wished value.
 * Throws YamlEditError when the text is not valid, or when the path cannot be set without changing another one (anchors).
 */
export function yamlEdit(text: string, path: Path, value: Json | undefined): TextEdit | null {
  const document = parseDocument(text, { version: "1.2", uniqueKeys: false, logLevel: "silent" });
  const before = readValue(text);
  const wanted = setIn(before, path, value);
  if (equalJson(before, wanted)) return null;
  const reads = (edit: TextEdit): boolean => {
    try {
      return equalJson(readValue(applyEdit(text, edit)), wanted);
    } catch (error) {
      if (isYamlEditError(error)) return false;
      throw error;
    }
  };
  const local = localEdit(text, document, path, value);
  if (local && reads(local)) return local;
  const whole: TextEdit = { start: 0, end: text.length, text: rewrite(text, document, path, value) };
  if (reads(whole)) return whole;
  throw new YamlEditError(say("yaml/anchor", { path: path.join(".") }));
}

export const applyEdit = (text: string, edit: TextEdit): string =>
  text.slice(0, edit.start) + edit.text + text.slice(edit.end);

export function patchYaml(text: string, path: Path, value: Json | undefined): string {
  const edit = yamlEdit(text, path, value);
  return edit ? applyEdit(text, edit) : text;
}

function readValue(text: string): Json {
  if (text.trim() === "") return null;
  try {
    return (load(text) ?? null) as Json;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unreadable";
    if (reason.includes("expected a document")) return null;
    throw new YamlEditError(say("yaml/invalid", { reason }));
  }
}

/** A list that begins below its key without indentation: the person who wrote the text prefers it so. */
const flushList = /(?:^|\n)( *)[^\s#-][^\n]*:[ ]*\n\1- /;

/** Last resort: keeps comments, order, anchors and quotes, but not every space. */
function rewrite(text: string, document: Document.Parsed, path: Path, value: Json | undefined): string {
  const copy = document.clone();
  if (value === undefined) copy.deleteIn(path);
  else if (path.length === 0) return stringify(value, { lineWidth: 0 });
  else {
    const node = copy.createNode(value);
    const old: unknown = copy.getIn(path, true);
    if (isNode(old)) Object.assign(node, { comment: old.comment, commentBefore: old.commentBefore });
    copy.setIn(path, node);
  }
  const indent = /\n( +)\S/.exec(text)?.[1]?.length ?? 2;
  return copy.toString({ lineWidth: 0, indent: Math.max(1, Math.min(indent, 8)), indentSeq: !flushList.test(text) });
}
