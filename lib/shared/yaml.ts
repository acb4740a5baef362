import { load, YAMLException } from "js-yaml";
import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { Fault } from "./errors";
import type { Json } from "./json";
import { formatPath, type Path } from "./path";
import { checkCharacters, checkSize, refusedKeys, yamlLimits } from "./yaml-limits";
import { readPositions, type Position, type Positions } from "./yaml-positions";

export type YamlText = {
  readonly ok: true;
  readonly value: Json;
  /** Where a value stands: its key in a map, its first character in a list; an absent path gives its nearest parent. */
  readonly positionOf: (path: Path) => Position;
  /** Where a position inside the text at `path` stands in the outer text; null where that text is folded or quoted. */
  readonly positionInside: (path: Path, inner: Position) => Position | null;
};

export type YamlReading = YamlText | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads one YAML 1.2 document within the limits of product section 2, or says everything that is wrong with it, each with path, line and
 * column (from 1). js-yaml decides what a text means and refuses hostile nesting before anything recursive sees it; `yaml` knows positions.
 */
export function readYaml(text: string): YamlReading {
  const unreadable = [...checkSize(text), ...checkCharacters(text.slice(0, yamlLimits.bytes))];
  if (unreadable.length > 0) return { ok: false, faults: unreadable };
  const loaded = loadValue(text);
  if ("fault" in loaded) return { ok: false, faults: explain(text, loaded) };
  const copied = copyValue(loaded.value, [], { values: 0 });
  if ("message" in copied && copied.hopeless)
    return { ok: false, faults: [{ path: "", ...toldBy(copied), line: 1, column: 1 }] };
  const positions = readPositions(text);
  if (positions.faults.length > 0) return { ok: false, faults: positions.faults };
  if ("message" in copied) {
    return {
      ok: false,
      faults: [{ path: formatPath(copied.path), ...toldBy(copied), ...positions.positionOf(copied.path) }],
    };
  }
  return { ok: true, value: copied.value, positionOf: positions.positionOf, positionInside: positions.positionInside };
}

type Loaded = { readonly value: unknown } | { readonly fault: Fault; readonly hopeless: boolean };

function loadValue(text: string): Loaded {
  try {
    return { value: load(text, { maxDepth: yamlLimits.depth + 1, maxAliases: yamlLimits.aliases }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    if (error.reason.startsWith("expected a document")) return { value: null };
    if (error.reason.startsWith("expected a single document")) {
      const fault = { path: "", ...say("yaml/several-documents"), line: secondDocument(text), column: 1 };
      return { fault, hopeless: true };
    }
    const { said, hopeless } = readableReason(error.reason);
    return {
      fault: { path: "", ...said, line: (error.mark?.line ?? 0) + 1, column: (error.mark?.column ?? 0) + 1 },
      hopeless,
    };
  }
}

/** Line of the marker before which something has been said already: js-yaml does not tell. */
function secondDocument(text: string): number {
  const lines = text.split("\n");
  const begin = lines.findIndex((line) => /^[^#\s%]/.test(line));
  return lines.findIndex((line, index) => index > begin && /^(---|\.\.\.)(\s|$)/.test(line)) + 1;
}

function readableReason(reason: string): { readonly said: Sayable; readonly hopeless: boolean } {
  if (reason.includes("maxDepth")) return { said: say("yaml/too-deep", { levels: yamlLimits.depth }), hopeless: true };
  if (reason.includes("maxAliases")) {
    return {
      said: say("yaml/too-many-aliases", { count: yamlLimits.aliases }),
      hopeless: true,
    };
  }
  return { said: say("yaml/invalid", { reason: `${reason}.` }), hopeless: false };
}

/** All faults where a second look is affordable, else the one at which js-yaml stopped. */
function explain(text: string, loaded: { readonly fault: Fault; readonly hopeless: boolean }): readonly Fault[] {
  if (loaded.hopeless || text.length > yamlLimits.explained) return [loaded.fault];
  const positions = positionsOfBroken(text);
  return positions && positions.faults.length > 0 ? positions.faults : [loaded.fault];
}

/** js-yaml stopped early, so what follows may nest without end: the second parser then runs out of stack, and that is all we learn. */
function positionsOfBroken(text: string): Positions | null {
  try {
    return readPositions(text);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

type Refused = Sayable & { readonly path: Path; readonly hopeless?: true };
type Copy = { readonly value: Json } | Refused;

const toldBy = ({ message, text }: Refused): Sayable => ({ message, text });

/** A plain copy without shared parts. It counts while aliases are written out, so that a small text cannot become a huge value. */
function copyValue(value: unknown, path: Path, budget: { values: number }): Copy {
  budget.values += 1;
  if (budget.values > yamlLimits.values) {
    return {
      ...say("yaml/too-many-values", { count: yamlLimits.values }),
      path,
      hopeless: true,
    };
  }
  if (path.length > yamlLimits.depth)
    return { ...say("yaml/too-deep", { levels: yamlLimits.depth }), path, hopeless: true };
  if (value === null || typeof value === "string" || typeof value === "boolean") return { value };
  if (typeof value === "number") return Number.isFinite(value) ? { value } : { ...say("yaml/not-finite"), path };
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const [index, item] of value.entries()) {
      const copy = copyValue(item, [...path, index], budget);
      if ("message" in copy) return copy;
      items.push(copy.value);
    }
    return { value: items };
  }
  if (typeof value !== "object") return { ...say("yaml/no-plain-value"), path };
  const entries: [string, Json][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (refusedKeys.has(key)) return { ...say("yaml/key-refused", { key }), path: [...path, key] };
    const copy = copyValue(item, [...path, key], budget);
    if ("message" in copy) return copy;
    entries.push([key, copy.value]);
  }
  return { value: Object.fromEntries(entries) };
}

/** A value that came as JSON: the same limits, without positions. */
export function readJsonValue(
  value: unknown,
): { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly faults: readonly Fault[] } {
  const copied = copyValue(value, [], { values: 0 });
  if ("message" in copied) return { ok: false, faults: [{ path: formatPath(copied.path), ...toldBy(copied) }] };
  const size = checkSize(JSON.stringify(copied.value));
  return size.length > 0
    ? { ok: false, faults: size.map(({ path, message, text }) => ({ path, message, text })) }
    : { ok: true, value: copied.value };
}
