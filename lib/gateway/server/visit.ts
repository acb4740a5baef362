import type { IncomingHttpHeaders } from "node:http";
import { canOn, roleOn, type Actor } from "@/lib/access/can";
import type { Role } from "@/lib/access/roles";
import { actorFromRequest } from "@/lib/access/server/session";
import type { Services } from "@/lib/server/services";
import { createTtlCache } from "@/lib/shared/server/ttl-cache";
import { parseLabel } from "../address";
import { gatewayCookie, readCookie } from "../headers";
import { findSession, findUser, findWorkspace, type GatewayUser, type GatewayWorkspace } from "./store";

/** Someone who may use a workspace through the gateway, right now. */
export type Visit = {
  readonly actor: Actor;
  readonly role: Role;
  readonly workspace: GatewayWorkspace;
  /** By an API token in the Authorization header, which must not reach the workspace. */
  readonly byToken: boolean;
  /** The language that the person chose; null: none. */
  readonly locale: string | null;
};

type Visitor = Pick<Visit, "actor" | "locale">;

export type VisitResult = Visit | "sign-in" | "forbidden" | "not-found";

export type Visits = {
  readonly check: (label: string, headers: IncomingHttpHeaders) => Promise<VisitResult>;
  readonly workspaceOf: (label: string) => Promise<GatewayWorkspace | null>;
  readonly close: () => void;
};

/** Rights are looked up again at most this often; with the sweep of open connections a removed right ends within 5 s (product, section 8). */
const cacheMilliseconds = 1_500;

export const sessionActor = (user: GatewayUser): Actor => ({
  userId: user.id,
  email: user.email,
  name: user.name,
  role: user.role,
  workspaceRoles: user.workspaceRoles,
  via: "session",
});

export function createVisits(services: Services): Visits {
  const workspaces = createTtlCache<GatewayWorkspace | null>(cacheMilliseconds, services.clock.now);
  const users = createTtlCache<GatewayUser | null>(cacheMilliseconds, services.clock.now);
  const keyOfId = new Map<string, string>();
  const unsubscribe = services.bus.subscribe(({ event }) => {
    if (event.type !== "workspace") return;
    const key = keyOfId.get(event.workspaceId);
    if (key) workspaces.forget(key);
  });

  async function workspaceOf(label: string): Promise<GatewayWorkspace | null> {
    const { name, cluster } = parseLabel(label);
    const found = cluster === null ? services.clusters.default() : services.clusters.byName(cluster);
    if (!found) return null;
    const key = `${found.config.id}/${name}`;
    const workspace = await workspaces.get(key, () => findWorkspace(services.db, found.config.id, name));
    if (workspace) keyOfId.set(workspace.ref.id, key);
    return workspace;
  }

  async function visitorOf(workspace: GatewayWorkspace | null, headers: IncomingHttpHeaders): Promise<Visitor | null> {
    // Another program's bearer token is the workspace's own business: it is passed on, and the cookie decides.
    const byToken = /^Bearer /i.test(headers.authorization ?? "")
      ? await actorFromRequest(services, { headers })
      : null;
    if (byToken) return { actor: byToken, locale: null };
    const cookie = readCookie(headers.cookie, gatewayCookie);
    if (!cookie || !workspace) return null;
    const session = await findSession(services.db, cookie, services.clock.now());
    // A cookie for one workspace is worth nothing on another.
    if (!session || session.workspaceId !== workspace.ref.id) return null;
    const user = await users.get(session.userId, () => findUser(services.db, session.userId));
    return user && user.version === session.userVersion ? { actor: sessionActor(user), locale: user.locale } : null;
  }

  return {
    workspaceOf,
    async check(label, headers) {
      const workspace = await workspaceOf(label);
      const visitor = await visitorOf(workspace, headers);
      if (!visitor) return "sign-in";
      if (!workspace) return "not-found";
      const { actor, locale } = visitor;
      const target = { id: workspace.ref.id, ownerId: workspace.ownerId, viewersMayOpen: workspace.viewersMayOpen };
      const role = roleOn(actor, target);
      if (role === null || !canOn(actor, "workspace:read", target)) return "not-found";
      if (!canOn(actor, "workspace:open", target)) return "forbidden";
      return { actor, role, workspace, byToken: actor.via === "token", locale };
    },
    close: unsubscribe,
  };
}
