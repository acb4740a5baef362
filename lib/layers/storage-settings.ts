import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { seedStorageClass, type LayerFacts, type LayerSettings } from "./environment-layers";

const names = [
  "KUBE_STORAGE_CLASS_NAME",
  "WORKSPACE_STORAGE_CLASS",
  "WORKSPACE_PVC_NAME",
  "WORKSPACE_PVC_SUBPATH_PREFIX",
] as const satisfies readonly (keyof LayerSettings)[];

/**
 * The settings that chose a workspace's storage when it was made. Its data lies there: settings that change later, or a storage class that
 * comes and goes, must not lead it to another, empty volume at its next restart.
 */
export type StorageSettings = { readonly [name in (typeof names)[number]]: string | null } & {
  /** Whether the class of the seed documents was there. */
  readonly seedClass: boolean;
};

export function storageSettings(settings: LayerSettings, facts: LayerFacts): StorageSettings {
  const chosen = Object.fromEntries(names.map((name) => [name, settings[name] || null]));
  return readStorageSettings({ ...chosen, seedClass: classNames(facts.storage_classes).includes(seedStorageClass) });
}

export function readStorageSettings(value: JsonObject): StorageSettings {
  const text = (name: (typeof names)[number]) => (typeof value[name] === "string" ? value[name] : null);
  return {
    KUBE_STORAGE_CLASS_NAME: text("KUBE_STORAGE_CLASS_NAME"),
    WORKSPACE_STORAGE_CLASS: text("WORKSPACE_STORAGE_CLASS"),
    WORKSPACE_PVC_NAME: text("WORKSPACE_PVC_NAME"),
    WORKSPACE_PVC_SUBPATH_PREFIX: text("WORKSPACE_PVC_SUBPATH_PREFIX"),
    seedClass: value.seedClass === true,
  };
}

/** Settings and facts with those about storage as they were. Null: made before they were kept, so the present ones count. */
export function asCreated<S extends LayerSettings, F extends LayerFacts>(
  settings: S,
  facts: F,
  storage: StorageSettings | null,
): { readonly settings: S; readonly facts: F } {
  if (!storage) return { settings, facts };
  const { seedClass, ...kept } = storage;
  if (!Array.isArray(facts.storage_classes)) return { settings: { ...settings, ...kept }, facts };
  const others = classNames(facts.storage_classes).filter((name) => name !== seedStorageClass);
  const storage_classes = seedClass ? [...others, seedStorageClass] : others;
  return { settings: { ...settings, ...kept }, facts: { ...facts, storage_classes } };
}

const classNames = (classes: Json | undefined): readonly string[] =>
  (Array.isArray(classes) ? classes : []).map((item: Json) => String(isObject(item) ? item.name : item));
