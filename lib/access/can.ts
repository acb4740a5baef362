import { grants, scopeOf, scopes, type Action, type Scope, type TokenScope, type WorkspaceAction } from "./grants";
import { strongest, type Role } from "./roles";

/** Who asks. `role` is the global role; a token narrows what its user may do. */
export type Actor = {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role | null;
  /** Roles given on single workspaces, by workspace id. */
  readonly workspaceRoles: Readonly<Record<string, Role>>;
  readonly via: "session" | "token";
  readonly token?: {
    readonly id: string;
    readonly scopes: readonly TokenScope[];
    readonly workspaceIds: readonly string[] | null;
  };
};

/** Actions that are not about one workspace. */
export type PortalAction = Exclude<Action, WorkspaceAction> | "workspace:create";

export type FleetAction = Extract<Action, `fleet:${string}`>;

export type Owned = { readonly id: string; readonly ownerId: string };
export type WorkspaceForAccess = Owned & { readonly viewersMayOpen: boolean };

/** The role that counts on one workspace. */
export function roleOn(actor: Actor, workspace: Owned): Role | null {
  if (workspace.ownerId === actor.userId) return "owner";
  return strongest(actor.role, actor.workspaceRoles[workspace.id] ?? null);
}

function scopeAllows(actor: Actor, action: Action): boolean {
  if (!actor.token) return true;
  const strength = Math.max(...actor.token.scopes.map((scope) => scopes.indexOf(scope)), -1);
  return strength >= scopes.indexOf(scopeOf[action]);
}

function tokenAllows(actor: Actor, action: Action, workspaceId: string | null): boolean {
  if (!scopeAllows(actor, action)) return false;
  const limit = actor.token?.workspaceIds ?? null;
  return limit === null || (workspaceId !== null && limit.includes(workspaceId));
}

/** What needs no global role: it reaches one's own only. */
const withoutRole: ReadonlySet<PortalAction> = new Set<PortalAction>(["self:write", "fleet:read", "fleet:write"]);

/** May this person do this, on nothing in particular (clusters, creating, variables)? */
export function can(actor: Actor, action: PortalAction): boolean {
  if (!tokenAllows(actor, action, null)) return false;
  if (actor.role === null) return withoutRole.has(action);
  const scope: Scope = grants[action][actor.role];
  return scope !== "none";
}

/** May this person see or steer that change over many workspaces? */
export function canOnFleet(actor: Actor, action: FleetAction, fleet: { readonly authorId: string }): boolean {
  if (!can(actor, action)) return false;
  return fleet.authorId === actor.userId || reachesAllFleets(actor, action);
}

/** Those of everybody, or one's own only. */
export const reachesAllFleets = ({ role }: Actor, action: FleetAction): boolean =>
  role !== null && grants[action][role] === "all";

/** May this person do this on that workspace? */
export function canOn(actor: Actor, action: WorkspaceAction, workspace: WorkspaceForAccess): boolean {
  if (!tokenAllows(actor, action, workspace.id)) return false;
  const role = roleOn(actor, workspace);
  if (role === null) return false;
  if (action === "workspace:open" && role === "viewer") return workspace.viewersMayOpen;
  const scope: Scope = grants[action][role];
  return scope === "all" || (scope === "own" && workspace.ownerId === actor.userId);
}

/**
 * The same table as a filter, so that a list never shows more than `canOn` allows: all, or those of `ownerId` and those in `ids`;
 * `within` narrows either to the workspaces of a limited token.
 */
export type WorkspaceFilter = {
  readonly all: boolean;
  readonly ownerId: string;
  readonly ids: readonly string[];
  readonly within: readonly string[] | null;
};

/** `workspace:open` cannot be told by owner and role alone: it depends on `viewersMayOpen` of each workspace. */
export type ListableAction = Exclude<WorkspaceAction, "workspace:open" | "workspace:create">;

export function visible(actor: Actor, action: ListableAction = "workspace:read"): WorkspaceFilter {
  const reaches = (role: Role | null): boolean => role !== null && grants[action][role] === "all";
  const given = Object.entries(actor.workspaceRoles).filter(([, role]) => reaches(strongest(actor.role, role)));
  return {
    all: reaches(actor.role),
    ownerId: actor.userId,
    ids: given.map(([id]) => id),
    within: scopeAllows(actor, action) ? (actor.token?.workspaceIds ?? null) : [],
  };
}
