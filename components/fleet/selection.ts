type Ref = { readonly name: string; readonly cluster: string };

const key = "berth.fleet.selection";

/** Where the new change begins: with workspaces that were selected in their table, or with a filter. */
export const newChangePath = (change: "update" | "settings"): string => `/fleet/new?from=selection&change=${change}`;

/** Hands selected workspaces to the new change. Kept in the tab, so that it survives a reload and no address gets too long. */
export function keepSelection(refs: readonly Ref[]): void {
  const names = refs.map(({ name, cluster }) => ({ name, cluster }));
  window.sessionStorage.setItem(key, JSON.stringify(names));
}

/** What is not a selection of ours is as if there were none. */
export function readSelection(): readonly Ref[] {
  try {
    const value: unknown = JSON.parse(window.sessionStorage.getItem(key) ?? "[]");
    return Array.isArray(value) ? value.filter(isRef) : [];
  } catch {
    return [];
  }
}

const isRef = (value: unknown): value is Ref =>
  typeof value === "object" &&
  value !== null &&
  "name" in value &&
  typeof value.name === "string" &&
  "cluster" in value &&
  typeof value.cluster === "string";
