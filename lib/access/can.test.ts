import { describe, expect, it } from "vitest";
import {
  can,
  canOn,
  canOnFleet,
  visible,
  type Actor,
  type ListableAction,
  type PortalAction,
  type WorkspaceFilter,
} from "./can";
import { actions, grants, scopes, type TokenScope, type WorkspaceAction } from "./grants";
import { roles, strongest, type Role } from "./roles";

const me = "me";
const mine = { id: "w-mine", ownerId: me, viewersMayOpen: false };
const others = { id: "w-others", ownerId: "somebody", viewersMayOpen: false };
const granted = { id: "w-granted", ownerId: "somebody", viewersMayOpen: false };
const workspaces = [mine, others, granted];
const globalRoles: readonly (Role | null)[] = [...roles, null];

function person(role: Role | null, workspaceRole: Role | null = null, token?: Actor["token"]): Actor {
  const workspaceRoles = workspaceRole === null ? {} : { [granted.id]: workspaceRole };
  const who = { userId: me, email: "me@example.com", name: "Me", role, workspaceRoles };
  return token ? { ...who, via: "token", token } : { ...who, via: "session" };
}
const token = (given: readonly TokenScope[], workspaceIds: readonly string[] | null) => ({
  id: "t",
  scopes: given,
  workspaceIds,
});

const workspaceActions = actions.filter((action): action is WorkspaceAction => action.startsWith("workspace:"));
const listable = workspaceActions.filter(
  (action): action is ListableAction => action !== "workspace:open" && action !== "workspace:create",
);
const portalActions = actions.filter(
  (action): action is PortalAction => !action.startsWith("workspace:") || action === "workspace:create",
);

const shows = (filter: WorkspaceFilter, workspace: typeof mine): boolean =>
  (filter.all || filter.ownerId === workspace.ownerId || filter.ids.includes(workspace.id)) &&
  (filter.within === null || filter.within.includes(workspace.id));

/** Product, section 8: who may do what on somebody else's workspace, by global role. */
const onOthers: Record<WorkspaceAction, readonly Role[]> = {
  "workspace:read": ["owner", "admin", "editor", "viewer"],
  "workspace:open": ["owner", "admin", "editor"],
  "workspace:logs": ["owner", "admin", "editor"],
  "workspace:terminal": ["owner", "admin", "editor"],
  "workspace:operate": ["owner", "admin", "editor"],
  "workspace:create": ["owner", "admin"],
  "workspace:delete": ["owner", "admin"],
  "workspace:share": ["owner", "admin"],
  "workspace:offer-secrets": [],
};

const inPortal: Record<PortalAction, readonly Role[]> = {
  "workspace:create": ["owner", "admin", "editor"],
  "cluster:read": ["owner", "admin", "editor", "viewer"],
  "cluster:adopt": ["owner", "admin"],
  "cluster:inspect": ["owner", "admin"],
  "cluster:write": ["owner"],
  "variable:read": ["owner", "admin"],
  "variable:write": ["owner", "admin"],
  "secret:read": ["owner"],
  "policy:read": ["owner", "admin"],
  "policy:write": ["owner", "admin"],
  "template:read": ["owner", "admin", "editor"],
  "template:write": ["owner", "admin"],
  "health:read": ["owner", "admin"],
  "fleet:read": ["owner", "admin", "editor", "viewer"],
  "fleet:write": ["owner", "admin", "editor", "viewer"],
  "self:write": ["owner", "admin", "editor", "viewer"],
};

describe("the table of rights", () => {
  it.each(workspaceActions)("%s on somebody else's workspace is for the roles of the product", (action) => {
    expect(roles.filter((role) => canOn(person(role), action, others))).toEqual(onOthers[action]);
    expect(canOn(person(null), action, others)).toBe(false);
  });

  it.each(portalActions)("%s in the portal is for the roles of the product", (action) => {
    expect(roles.filter((role) => can(person(role), action))).toEqual(inPortal[action]);
    expect(can(person(null), action)).toBe(["self:write", "fleet:read", "fleet:write"].includes(action));
  });

  it("lets the owner of a workspace do everything with it, whatever the global role", () => {
    for (const role of globalRoles)
      for (const action of workspaceActions) expect(canOn(person(role), action, mine), `${role} ${action}`).toBe(true);
  });

  it("counts a role given on one workspace on that workspace only", () => {
    for (const role of roles) {
      const actor = person(null, role);
      for (const action of workspaceActions) {
        expect(canOn(actor, action, granted), `${role} ${action}`).toBe(onOthers[action].includes(role));
        expect(canOn(actor, action, others)).toBe(false);
      }
    }
  });

  it("never weakens a global role by one given on a workspace", () => {
    for (const role of roles)
      for (const given of roles)
        for (const action of workspaceActions) {
          const effective = strongest(role, given);
          expect(canOn(person(role, given), action, granted)).toBe(
            effective !== null && onOthers[action].includes(effective),
          );
        }
  });

  it.each(["fleet:read", "fleet:write"] as const)(
    "%s reaches one's own rollouts, and all for administrators",
    (action) => {
      for (const role of globalRoles) {
        expect(canOnFleet(person(role), action, { authorId: me })).toBe(true);
        expect(canOnFleet(person(role), action, { authorId: "somebody" })).toBe(role === "owner" || role === "admin");
        expect(canOnFleet(person(role, null, token([...scopes], [mine.id])), action, { authorId: me })).toBe(false);
      }
      const reading = person("owner", null, token(["read"], null));
      expect(canOnFleet(reading, action, { authorId: me })).toBe(action === "fleet:read");
    },
  );

  it("lets a viewer open a workspace only where its owner allows that", () => {
    expect(canOn(person("viewer"), "workspace:open", { ...others, viewersMayOpen: true })).toBe(true);
    expect(canOn(person(null), "workspace:open", { ...others, viewersMayOpen: true })).toBe(false);
    expect(canOn(person("viewer"), "workspace:terminal", { ...others, viewersMayOpen: true })).toBe(false);
  });
});

describe("API tokens", () => {
  const subsets: readonly (readonly TokenScope[])[] = [
    [],
    ["read"],
    ["operate"],
    ["admin"],
    ["read", "operate"],
    ["read", "operate", "admin"],
  ];
  const limits = [null, [], [mine.id], [others.id, granted.id]];

  it("never allow what their user may not do", () => {
    for (const role of globalRoles)
      for (const given of globalRoles)
        for (const held of subsets)
          for (const limit of limits) {
            const actor = person(role, given, token(held, limit));
            for (const action of workspaceActions)
              for (const workspace of workspaces) {
                if (canOn(actor, action, workspace)) expect(canOn(person(role, given), action, workspace)).toBe(true);
              }
            for (const action of portalActions)
              if (can(actor, action)) expect(can(person(role, given), action)).toBe(true);
          }
  });

  it("with the scope read change nothing", () => {
    const actor = person("owner", null, token(["read"], null));
    expect(workspaceActions.filter((action) => canOn(actor, action, others))).toEqual([
      "workspace:read",
      "workspace:logs",
    ]);
    expect(
      portalActions
        .filter((action) => can(actor, action))
        .every((action) => action.endsWith(":read") || action === "cluster:inspect"),
    ).toBe(true);
    expect(can(actor, "secret:read")).toBe(false);
  });

  it("limited to workspaces reach nothing else, and nothing of the portal", () => {
    const actor = person("owner", null, token([...scopes], [granted.id]));
    for (const action of workspaceActions) {
      expect(canOn(actor, action, granted)).toBe(onOthers[action].includes("owner"));
      expect(canOn(actor, action, mine)).toBe(false);
    }
    expect(portalActions.filter((action) => can(actor, action))).toEqual([]);
  });

  it.each(listable)(
    "%s: the list filter shows exactly what the right allows, for every role, owner, scope and limit",
    (action) => {
      for (const role of globalRoles)
        for (const given of globalRoles) {
          const actors = [
            person(role, given),
            ...subsets.flatMap((held) => limits.map((limit) => person(role, given, token(held, limit)))),
          ];
          for (const actor of actors)
            for (const workspace of workspaces) {
              expect(shows(visible(actor, action), workspace), JSON.stringify({ actor, workspace })).toBe(
                canOn(actor, action, workspace),
              );
            }
        }
    },
  );

  it("every action has a row for every role", () => {
    for (const action of actions) expect(Object.keys(grants[action])).toEqual([...roles]);
  });
});
