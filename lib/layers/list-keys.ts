import type { Json, JsonObject } from "@/lib/shared/json";

/** How the items of a list belong together across layers. */
export type ListRule = {
  readonly keyOf: (item: JsonObject) => string | undefined;
  /** The stronger item replaces the weaker whole: mixing them would give an item with two sources. */
  readonly whole: boolean;
};

const by =
  (key: string) =>
  (item: JsonObject): string | undefined => {
    const value = Object.hasOwn(item, key) ? item[key] : undefined;
    return typeof value === "string" ? value : undefined;
  };

const tolerationKey = (item: JsonObject): string =>
  ["key", "operator", "value", "effect"]
    .map((part) => String((Object.hasOwn(item, part) ? item[part] : undefined) ?? ""))
    .join("|");

const ofContainer = (path: string): readonly (readonly [string, ListRule])[] => [
  [`${path}.env`, { keyOf: by("name"), whole: true }],
  [`${path}.volumeMounts`, { keyOf: by("mountPath"), whole: false }],
];

/** Product section 3. Keys are paths in which an item of a keyed list is `[]`; every other list is replaced. */
const listRules: ReadonlyMap<string, ListRule> = new Map<string, ListRule>([
  ...ofContainer("container_config"),
  // A volume has exactly one source: `emptyDir` of one layer must not meet `hostPath` of another.
  ["container_config.volumes", { keyOf: by("name"), whole: true }],
  ["container_config.tolerations", { keyOf: tolerationKey, whole: true }],
  ["container_config.initContainers", { keyOf: by("name"), whole: false }],
  ...ofContainer("container_config.initContainers[]"),
  ["container_config.sidecars", { keyOf: by("name"), whole: false }],
  ...ofContainer("container_config.sidecars[]"),
]);

export const listRuleAt = (path: string): ListRule | undefined => listRules.get(path);

export type KeyedItem = { readonly key: string; readonly item: JsonObject };

/** The items with their keys; undefined when an item has none, so that the list is replaced as a whole. */
export function keyedItems(list: Json | undefined, rule: ListRule): readonly KeyedItem[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const items: KeyedItem[] = [];
  for (const item of list as readonly Json[]) {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return undefined;
    const object = item as JsonObject;
    const key = rule.keyOf(object);
    if (key === undefined) return undefined;
    items.push({ key, item: object });
  }
  return items;
}

/** `{ name: X, value: null }` without another source removes the variable X. */
export const isRemoval = (item: JsonObject): boolean =>
  Object.hasOwn(item, "value") && item.value === null && !Object.hasOwn(item, "valueFrom");
