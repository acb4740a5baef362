/** Keys of the browser's cache. Live events (components/layout/live.tsx) write to them, screens read them. */
export const workspaceKeys = {
  all: ["workspaces"] as const,
  lists: ["workspaces", "list"] as const,
  list: (query: Readonly<Record<string, string>>) => ["workspaces", "list", query] as const,
  /** Everything about one workspace lies under this key; the workspace itself (`WorkspaceDto`) is `one`. */
  of: (cluster: string, name: string) => ["workspaces", "of", cluster, name] as const,
  one: (cluster: string, name: string) => ["workspaces", "of", cluster, name, "workspace"] as const,
  part: (
    cluster: string,
    name: string,
    part: "effective" | "manifests" | "revisions" | "drift" | "activity" | "events" | "metrics",
  ) => ["workspaces", "of", cluster, name, part] as const,
};

export const operationKeys = {
  all: ["operations"] as const,
  one: (id: string) => ["operations", id] as const,
};

export const clusterKeys = {
  all: ["clusters"] as const,
  list: ["clusters", "list"] as const,
  health: (name: string) => ["clusters", "health", name] as const,
  unmanaged: (name: string) => ["clusters", "unmanaged", name] as const,
};
