import { equalJson, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { manifestKey, type Manifest } from "./manifest";

/** What a change does to what runs, mildest first. */
export const effects = ["none", "live", "restart", "recreate", "data-loss"] as const;
export type Effect = (typeof effects)[number];

export type FieldChange = {
  /** Dots between keys, `[3]` for a position, `[name=ENV]` for an item of a list that has keys. */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly effect: Effect;
};

export type Step =
  | { readonly action: "create"; readonly after: Manifest; readonly effect: Effect }
  | {
      readonly action: "update" | "replace";
      readonly before: Manifest;
      readonly after: Manifest;
      readonly changes: readonly FieldChange[];
      readonly effect: Effect;
    }
  | { readonly action: "delete"; readonly before: Manifest; readonly effect: Effect };

/** `basis` is a digest of what was observed and wanted; apply refuses when it moved. */
export type Plan = { readonly basis: string; readonly steps: readonly Step[]; readonly effect: Effect };

/** `path` in the document; an item of `env` by its name. An undefined `value` takes it away. */
export type DocumentChange = { readonly path: readonly string[]; readonly value: Json | undefined };

/** How one kind of object is compared and changed; pure data of a provider. */
export type KindRule = {
  /** Creation goes up, deletion goes down. */
  readonly order: number;
  /** Top-level paths that Berth owns and compares; servers add defaults to everything else. */
  readonly owned: readonly string[];
  readonly effect: (path: string) => Effect;
  readonly onDelete: Effect;
  /** Holds the user's data: kept on delete unless asked for. */
  readonly storage?: boolean;
  /** Leads to the workspace from outside and nothing else: it can be made anew at any time. */
  readonly route?: boolean;
  /** Owned paths that tell what the object does at the moment: it changes them by itself, so they are never drift. */
  readonly state?: readonly string[];
  /** The document's own word for what somebody changed in the object; null: a document has none for it. `live` is projected. */
  readonly inDocument?: (path: string, live: Manifest) => DocumentChange | null;
  /** Reduces what the backend returned to what can be compared with `desired` (defaults dropped, quantities normalised). */
  readonly project?: (live: Manifest, desired: Manifest) => Manifest;
  /** The key by which items of the list at this path belong together (`name`, `mountPath`); absent: by position. */
  readonly listKey?: (path: string) => string | undefined;
};

export const strongestEffect = (list: readonly Effect[]): Effect =>
  list.reduce<Effect>((worst, effect) => (effects.indexOf(effect) > effects.indexOf(worst) ? effect : worst), "none");

/**
 * What leads from `observed` to `desired`, in the order in which it is safe to do. Pure: the caller digests the basis.
 * An object whose fields demand `recreate` or worse is replaced as a whole.
 */
export function planChanges(
  desired: readonly Manifest[],
  observed: readonly Manifest[],
  rules: Readonly<Record<string, KindRule>>,
  basis: string,
): Plan {
  const ruleOf = (manifest: Manifest): KindRule => {
    const rule = rules[manifest.kind];
    if (!rule) throw new Error(`no rule for objects of kind ${manifest.kind}`);
    return rule;
  };
  const live = new Map(observed.map((manifest) => [manifestKey(manifest), manifest]));
  const wanted = new Set(desired.map(manifestKey));
  const forward = [...desired]
    .sort((a, b) => ruleOf(a).order - ruleOf(b).order)
    .flatMap((after): readonly Step[] => {
      const rule = ruleOf(after);
      const found = live.get(manifestKey(after));
      if (!found) return [{ action: "create", after, effect: "none" }];
      const before = rule.project ? rule.project(found, after) : found;
      const changes = diffManifests(before, after, rule);
      if (changes.length === 0) return [];
      const effect = strongestEffect(changes.map((change) => change.effect));
      const action = effect === "recreate" || effect === "data-loss" ? "replace" : "update";
      return [{ action, before, after, changes, effect }];
    });
  const backward = observed
    .filter((manifest) => rules[manifest.kind] !== undefined && !wanted.has(manifestKey(manifest)))
    .sort((a, b) => ruleOf(b).order - ruleOf(a).order)
    .map((before): Step => ({ action: "delete", before, effect: ruleOf(before).onDelete }));
  const steps = [...forward, ...backward];
  return { basis, steps, effect: strongestEffect(steps.map((step) => step.effect)) };
}

function diffManifests(before: Manifest, after: Manifest, rule: KindRule): readonly FieldChange[] {
  return rule.owned.flatMap((path) => diff(at(before.body, path), at(after.body, path), path, rule));
}

function diff(before: Json | undefined, after: Json | undefined, path: string, rule: KindRule): readonly FieldChange[] {
  if (before === after || equalJson(before ?? null, after ?? null)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => diff(own(before, key), own(after, key), `${path}.${key}`, rule));
  }
  const key = rule.listKey?.(path);
  if (key !== undefined && isKeyedList(before, key) && isKeyedList(after, key)) {
    const ids = [...new Set([...before, ...after].map((item) => String(item[key])))];
    const item = (list: readonly JsonObject[], id: string) => list.find((entry) => String(entry[key]) === id);
    return ids.flatMap((id) => diff(item(before, id), item(after, id), `${path}[${key}=${id}]`, rule));
  }
  return [{ path, before, after, effect: rule.effect(path) }];
}

const own = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

const isKeyedList = (value: Json | undefined, key: string): value is readonly JsonObject[] =>
  Array.isArray(value) && value.every((item) => isObject(item) && item[key] !== undefined);

const at = (body: JsonObject, path: string): Json | undefined =>
  path.split(".").reduce<Json | undefined>((value, key) => (isObject(value) ? own(value, key) : undefined), body);
