import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { joinPath } from "@/lib/shared/path";
import { isRemoval, keyedItems, listRuleAt, type KeyedItem, type ListRule } from "./list-keys";
import { originOf, type Layer } from "./order";

/** A value that a stronger layer replaced or removed. `layer` and `by` are origins; `value` is what was lost. */
export type Override = { readonly path: string; readonly layer: string; readonly value: Json; readonly by: string };

export type Resolved = {
  readonly value: JsonObject;
  /** Origin of every leaf; paths as `container_config.env[ENV].value`. An empty map or list is a leaf, so is a list without keys. */
  readonly origins: ReadonlyMap<string, string>;
  readonly overrides: readonly Override[];
};

/** A place in the value: `shown` for people, `rule` with `[]` for keyed items to look up list rules. */
type Place = { readonly shown: string; readonly rule: string };

const root: Place = { shown: "", rule: "" };
const below = (place: Place, key: string): Place => ({
  shown: joinPath(place.shown, key),
  rule: place.rule === "" ? key : `${place.rule}.${key}`,
});
const itemOf = (place: Place, key: string): Place => ({ shown: `${place.shown}[${key}]`, rule: `${place.rule}[]` });

/** Folds layers, weakest first. Pure: the layers are not changed, and keys such as `__proto__` are ordinary keys. */
export function resolveLayers(weakestFirst: readonly Layer[]): Resolved {
  const fold = new Fold();
  const value = weakestFirst.reduce<JsonObject>(
    (base, layer) => fold.mergeObject(base, layer.value, root, originOf(layer)),
    {},
  );
  return { value, origins: fold.origins, overrides: fold.overrides };
}

class Fold {
  readonly origins = new Map<string, string>();
  readonly overrides: Override[] = [];

  mergeObject(base: JsonObject, over: JsonObject, place: Place, by: string): JsonObject {
    if (Object.keys(base).length === 0) this.origins.delete(place.shown);
    const merged = new Map(Object.entries(base));
    for (const [key, value] of Object.entries(over)) {
      const next = this.mergeValue(merged.get(key), value, below(place, key), by);
      if (next === undefined) merged.delete(key);
      else merged.set(key, next);
    }
    if (merged.size === 0 && place !== root) this.origins.set(place.shown, by);
    return Object.fromEntries(merged);
  }

  /** Undefined: nothing is left at this place. */
  private mergeValue(base: Json | undefined, over: Json, place: Place, by: string): Json | undefined {
    if (over === null) {
      this.forget(base, place, by);
      return undefined;
    }
    if (isObject(over)) {
      if (base !== undefined && !isObject(base)) this.forget(base, place, by);
      return this.mergeObject(isObject(base) ? base : {}, over, place, by);
    }
    const rule = listRuleAt(place.rule);
    const items = rule && keyedItems(over, rule);
    if (rule && items) return this.mergeItems(base, items, rule, place, by);
    this.forget(base, place, by);
    this.origins.set(place.shown, by);
    return over;
  }

  private mergeItems(
    base: Json | undefined,
    over: readonly KeyedItem[],
    rule: ListRule,
    place: Place,
    by: string,
  ): Json {
    const known = keyedItems(base, rule);
    if (known === undefined || known.length === 0) this.forget(base, place, by);
    const merged = new Map((known ?? []).map(({ key, item }) => [key, item]));
    for (const { key, item } of over) {
      const at = itemOf(place, key);
      const before = merged.get(key);
      if (rule.whole) this.forget(before, at, by);
      if (isRemoval(item)) {
        if (!rule.whole) this.forget(before, at, by);
        merged.delete(key);
      } else merged.set(key, this.mergeObject(rule.whole ? {} : (before ?? {}), item, at, by));
    }
    if (merged.size === 0) this.origins.set(place.shown, by);
    return [...merged.values()];
  }

  /** Takes every leaf of a lost value out of the origins and keeps it as overridden. */
  private forget(lost: Json | undefined, place: Place, by: string): void {
    if (lost === undefined) return;
    const rule = listRuleAt(place.rule);
    const items = rule && keyedItems(lost, rule);
    if (items && items.length > 0) {
      for (const { key, item } of items) this.forget(item, itemOf(place, key), by);
    } else if (isObject(lost) && Object.keys(lost).length > 0) {
      for (const [key, value] of Object.entries(lost)) this.forget(value, below(place, key), by);
    } else {
      const layer = this.origins.get(place.shown);
      if (layer === undefined) return;
      this.origins.delete(place.shown);
      if (layer !== by) this.overrides.push({ path: place.shown, layer, value: lost, by });
    }
  }
}
