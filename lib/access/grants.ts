import type { Role } from "./roles";

export type Scope = "all" | "own" | "none";

/**
 * Who may do what (product, section 8). For actions on one workspace the role is the strongest of the global role, the role given on
 * that workspace, and `owner` for its owner; for all others it is the global role. `own`: only on what belongs to the person.
 */
export const grants = {
  /** See a workspace, its status, events and effective configuration with secrets masked. */
  "workspace:read": { owner: "all", admin: "all", editor: "all", viewer: "all" },
  /** Open it through the gateway; a viewer only where `access.viewers_may_open` is set. */
  "workspace:open": { owner: "all", admin: "all", editor: "all", viewer: "none" },
  "workspace:logs": { owner: "all", admin: "all", editor: "all", viewer: "none" },
  "workspace:terminal": { owner: "all", admin: "all", editor: "all", viewer: "none" },
  /** Start, stop, restart, cancel, update. */
  "workspace:operate": { owner: "all", admin: "all", editor: "all", viewer: "none" },
  /** Create; the person becomes its owner. */
  "workspace:create": { owner: "all", admin: "all", editor: "own", viewer: "none" },
  "workspace:delete": { owner: "all", admin: "all", editor: "own", viewer: "own" },
  "workspace:share": { owner: "all", admin: "all", editor: "own", viewer: "own" },
  /** Offer its secrets to all workspaces of the cluster: nobody but its owner (product section 3). */
  "workspace:offer-secrets": { owner: "own", admin: "own", editor: "own", viewer: "own" },
  /** Names and types of clusters, as the create form shows them. */
  "cluster:read": { owner: "all", admin: "all", editor: "all", viewer: "all" },
  /** Health checks, capacity and missing rights of a cluster. */
  "cluster:inspect": { owner: "all", admin: "all", editor: "none", viewer: "none" },
  /** See what runs on a cluster without being a workspace, and take it over. */
  "cluster:adopt": { owner: "all", admin: "all", editor: "none", viewer: "none" },
  "cluster:write": { owner: "all", admin: "none", editor: "none", viewer: "none" },
  "variable:read": { owner: "all", admin: "all", editor: "none", viewer: "none" },
  "variable:write": { owner: "all", admin: "all", editor: "none", viewer: "none" },
  "secret:read": { owner: "all", admin: "none", editor: "none", viewer: "none" },
  "policy:read": { owner: "all", admin: "all", editor: "none", viewer: "none" },
  "policy:write": { owner: "all", admin: "all", editor: "none", viewer: "none" },
  /** For those who make or change workspaces. */
  "template:read": { owner: "all", admin: "all", editor: "all", viewer: "none" },
  "template:write": { owner: "all", admin: "all", editor: "none", viewer: "none" },
  "health:read": { owner: "all", admin: "all", editor: "none", viewer: "none" },
  /** See changes over many workspaces. What one does to a workspace needs `workspace:operate` on that one. */
  "fleet:read": { owner: "all", admin: "all", editor: "own", viewer: "own" },
  /** Plan, apply, pause, resume and stop them; also without a global role, for one may have been given on workspaces. */
  "fleet:write": { owner: "all", admin: "all", editor: "own", viewer: "own" },
  /** One's own profile, password and tokens. */
  "self:write": { owner: "own", admin: "own", editor: "own", viewer: "own" },
} as const satisfies Record<string, Record<Role, Scope>>;

export type Action = keyof typeof grants;
export type WorkspaceAction = Extract<Action, `workspace:${string}`>;
export const actions = Object.keys(grants) as Action[];

/** What an API token's scope lets through; a session is not limited by scopes. */
export const scopes = ["read", "operate", "admin"] as const;
export type TokenScope = (typeof scopes)[number];

export const scopeOf = {
  "workspace:read": "read",
  "workspace:open": "operate",
  "workspace:logs": "read",
  "workspace:terminal": "operate",
  "workspace:operate": "operate",
  "workspace:create": "operate",
  "workspace:delete": "operate",
  "workspace:share": "admin",
  "workspace:offer-secrets": "admin",
  "cluster:read": "read",
  "cluster:inspect": "read",
  "cluster:adopt": "admin",
  "cluster:write": "admin",
  "variable:read": "read",
  "variable:write": "admin",
  "secret:read": "admin",
  "policy:read": "read",
  "policy:write": "admin",
  "template:read": "read",
  "template:write": "admin",
  "health:read": "read",
  "fleet:read": "read",
  "fleet:write": "operate",
  "self:write": "admin",
} as const satisfies Record<Action, TokenScope>;
