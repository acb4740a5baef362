import { load } from "js-yaml";
import { keyedItems, listRuleAt } from "@/lib/layers/list-keys";
import { equalJson, isObject, type Json } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";
import { isYamlEditError, patchYaml } from "@/lib/shared/yaml-patch";

export type MergedText = {
  readonly text: string;
  /** What both changed, each in another way; there `mine` counts. */
  readonly conflicts: readonly string[];
};

/** One difference between `base` and `mine`, as it is made in another text: the last part of a keyed list's item is its key. */
type Change = {
  readonly path: Path;
  readonly key: string | null;
  readonly value: Json | undefined;
};

/**
 * Two people changed the same document: `theirs` with everything that `mine` changed since `base`, their comments and order kept. Items of keyed
 * lists (product, section 3) are told apart by their keys, so that two who add a variable each both keep theirs. Null: a text cannot be read, or
 * theirs cannot be edited without changing something else.
 */
export function mergeTexts(base: string, mine: string, theirs: string): MergedText | null {
  try {
    const conflicts: string[] = [];
    const changes = changesOf(read(base), read(mine), read(theirs), { path: [], rule: "" }, conflicts);
    return { text: changes.reduce(apply, theirs), conflicts };
  } catch (error) {
    if (error instanceof Error && (isYamlEditError(error) || error.name === "YAMLException")) return null;
    throw error;
  }
}

const read = (text: string): Json => (load(text) ?? {}) as Json;

/** `rule`: the path as the rules of lists name it. */
type Place = { readonly path: Path; readonly rule: string };

const same = (one: Json | undefined, other: Json | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && equalJson(one, other));

function changesOf(
  base: Json | undefined,
  mine: Json | undefined,
  theirs: Json | undefined,
  place: Place,
  conflicts: string[],
): readonly Change[] {
  if (same(base, mine) || same(mine, theirs)) return [];
  if (isObject(base) && isObject(mine) && isObject(theirs)) {
    return [...new Set([...Object.keys(base), ...Object.keys(mine)])].flatMap((key) => {
      const inner = { path: [...place.path, key], rule: place.rule === "" ? key : `${place.rule}.${key}` };
      return changesOf(own(base, key), own(mine, key), own(theirs, key), inner, conflicts);
    });
  }
  const lists = keyed(place.rule, base, mine, theirs);
  if (lists) return changedItems(lists, place, conflicts);
  if (!same(base, theirs)) conflicts.push(place.path.join("."));
  return [{ path: place.path, key: null, value: mine }];
}

const own = (object: { readonly [key: string]: Json }, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

type Keyed = Readonly<Record<"base" | "mine" | "theirs", ReadonlyMap<string, Json>>>;

function keyed(rule: string, ...lists: readonly (Json | undefined)[]): Keyed | null {
  const found = listRuleAt(rule);
  if (!found) return null;
  const maps = lists.map((list) => {
    const items = keyedItems(list ?? [], found);
    const map = items && new Map(items.map(({ key, item }) => [key, item as Json]));
    return map?.size === items?.length ? map : undefined;
  });
  const [base, mine, theirs] = maps;
  // A list that is not there at all is made, or taken away, whole.
  const areThere = lists.slice(1).every((list) => Array.isArray(list));
  return base && mine && theirs && areThere ? { base, mine, theirs } : null;
}

function changedItems({ base, mine, theirs }: Keyed, { path }: Place, conflicts: string[]): readonly Change[] {
  return [...new Set([...base.keys(), ...mine.keys()])].flatMap((key) => {
    const [before, wanted, present] = [base.get(key), mine.get(key), theirs.get(key)];
    if (same(before, wanted) || same(wanted, present)) return [];
    if (!same(before, present)) conflicts.push(`${path.join(".")}[${key}]`);
    return [{ path, key, value: wanted }];
  });
}

function apply(text: string, { path, key, value }: Change): string {
  if (key === null) return patchYaml(text, path, value);
  const rule = listRuleAt(path.join("."));
  const list = path.reduce<Json | undefined>(
    (inner, part) => (isObject(inner) ? own(inner, String(part)) : undefined),
    read(text),
  );
  const items = (rule && keyedItems(list, rule)) ?? [];
  const index = items.findIndex((item) => item.key === key);
  if (index < 0 && value === undefined) return text;
  return patchYaml(text, [...path, index < 0 ? items.length : index], value);
}
