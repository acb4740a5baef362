import { say } from "@/lib/i18n/say";
import type { Fault } from "@/lib/shared/errors";
import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";
import { readYaml } from "@/lib/shared/yaml";
import { patchYaml } from "@/lib/shared/yaml-patch";

export type DocumentReading =
  { readonly ok: true; readonly value: JsonObject } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Keys that may hold their YAML as a text instead of a mapping (product, section 2). */
const textKeys: readonly (string | number)[] = ["container_config", "lifecycle_config"];

/** What the form shows of a document's text. A text inside `container_config` or `lifecycle_config` is read as the mapping that it means. */
export function readDocumentText(text: string): DocumentReading {
  const outer = readMapping(text);
  if (!outer.ok) return outer;
  const value: Record<string, Json> = { ...outer.value };
  for (const key of textKeys) {
    const inner = value[key];
    if (typeof inner !== "string") continue;
    const parsed = readMapping(inner);
    if (!parsed.ok)
      return { ok: false, faults: parsed.faults.map(({ message, text }) => ({ path: String(key), message, text })) };
    value[key] = parsed.value;
  }
  return { ok: true, value };
}

function readMapping(text: string): DocumentReading {
  const reading = readYaml(text);
  if (!reading.ok) return reading;
  if (reading.value === null) return { ok: true, value: {} };
  if (isObject(reading.value)) return { ok: true, value: reading.value };
  return {
    ok: false,
    faults: [{ path: "", ...say("document/no-map"), line: 1, column: 1 }],
  };
}

/**
 * Sets one path (undefined removes it) and leaves every other character as it was. Maps and lists that become empty go with it, so that
 * clearing a field in the form does not leave `resources: {}` behind. Throws when the text cannot take the edit.
 */
export function patchDocumentText(text: string, path: Path, value: Json | undefined): string {
  const [head, ...rest] = path;
  const current = readMapping(text);
  if (!current.ok) return patchYaml(text, path, value);
  const inner = head !== undefined && rest.length > 0 && textKeys.includes(head) ? current.value[head] : undefined;
  if (head !== undefined && typeof inner === "string")
    return patchYaml(text, [head], patchDocumentText(inner, rest, value));
  if (value === undefined) return patchYaml(text, removedPath(current.value, path), undefined);
  const whole = withNewLists(current.value, path, value);
  return patchYaml(text, whole.path, whole.value);
}

/** A first item is written as the list that holds it: there is no list yet to which it could be added. */
function withNewLists(base: JsonObject, path: Path, value: Json): { readonly path: Path; readonly value: Json } {
  const at = path.findIndex(
    (key, index) => typeof key === "number" && !Array.isArray(getIn(base, path.slice(0, index))),
  );
  if (at < 0) return { path, value };
  const nested = path
    .slice(at)
    .reduceRight<Json>((inner, key) => (typeof key === "number" ? [inner] : { [key]: inner }), value);
  return { path: path.slice(0, at), value: nested };
}

/** The shortest path whose removal takes away `path` and the maps and lists that held nothing else. */
function removedPath(base: JsonObject, path: Path): Path {
  let end = path.length;
  while (end > 1) {
    const parent = getIn(base, path.slice(0, end - 1));
    const size = typeof parent === "object" && parent !== null ? Object.keys(parent).length : 0;
    if (size > 1) break;
    end -= 1;
  }
  return path.slice(0, end);
}
