import { createHash } from "node:crypto";
import { scopes, type TokenScope } from "@/lib/access/grants";
import { isRole, type Role } from "@/lib/access/roles";
import { readSessionCookie, sessionCookieName } from "@/lib/people/server/session-cookie";
import { perServices } from "@/lib/server/per-services";
import { readCookieValue, readHeader, type RequestHeaders } from "@/lib/server/request-headers";
import type { Services } from "@/lib/server/services";
import { createTtlCache } from "@/lib/shared/server/ttl-cache";
import type { Actor } from "../can";

/** With the sweep of open connections (connections.ts) a removed right ends within the 5 s of product section 8. */
const cacheMilliseconds = 3_000;
const lastUseMilliseconds = 60_000;

type Person = Pick<Actor, "userId" | "email" | "name" | "role" | "workspaceRoles">;
type KnownUser = { readonly person: Person; readonly version: number };
type KnownToken = {
  readonly id: string;
  readonly person: Person;
  readonly expiresAt: Date | null;
  readonly scopes: readonly TokenScope[];
  readonly workspaceIds: readonly string[] | null;
};

type Source = Pick<Services, "settings" | "secrets" | "db" | "clock" | "log">;

const caches = perServices(({ clock }) => ({
  users: createTtlCache<KnownUser | null>(cacheMilliseconds, clock.now),
  tokens: createTtlCache<KnownToken | null>(cacheMilliseconds, clock.now),
}));

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("base64url");

/**
 * Who sends this request, by session cookie or `Authorization: Bearer`. Null: nobody, a session that ended, a token that is unknown, expired
 * or revoked. A wrong token is never made good by a cookie beside it. `cookies` is accepted for callers that have them at hand and not read.
 */
export async function actorFromRequest(
  services: Services,
  request: { readonly headers: RequestHeaders; readonly cookies?: unknown },
): Promise<Actor | null> {
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(readHeader(request.headers, "authorization") ?? "")?.[1];
  if (bearer !== undefined) return actorOfToken(services, bearer);
  const cookie = readCookieValue(request.headers, sessionCookieName(services.settings.BERTH_URL));
  return cookie === null ? null : actorOfSession(services, cookie);
}

async function actorOfSession(services: Services, cookie: string): Promise<Actor | null> {
  const session = await readSessionCookie(services, cookie);
  if (!session) return null;
  const user = await caches(services).users.get(session.userId, () => findUser(services, session.userId));
  // After a change of password the new session is one ahead of what the cache may still hold.
  const current = user && user.version < session.version ? await findUser(services, session.userId) : user;
  if (!current || current.version !== session.version) return null;
  return { ...current.person, via: "session" };
}

/**
 * Who this person is now, past every cache: for work that goes on in their name when they are not there. With a token, its limits hold. Null:
 * the person is not allowed in any more, or the token has ended.
 */
export async function actorOfAuthor(
  services: Services,
  { userId, tokenId }: { readonly userId: string; readonly tokenId: string | null },
): Promise<Actor | null> {
  if (tokenId !== null) return actorOfKnownToken(services, await findToken(services, { id: tokenId, userId }));
  const user = await findUser(services, userId);
  return user && { ...user.person, via: "session" };
}

async function actorOfToken(services: Services, text: string): Promise<Actor | null> {
  const hash = hashToken(text);
  return actorOfKnownToken(services, await caches(services).tokens.get(hash, () => findToken(services, { hash })));
}

function actorOfKnownToken(services: Source, token: KnownToken | null): Actor | null {
  if (!token || (token.expiresAt !== null && token.expiresAt <= services.clock.now())) return null;
  return {
    ...token.person,
    via: "token",
    token: { id: token.id, scopes: token.scopes, workspaceIds: token.workspaceIds },
  };
}

async function findUser({ db }: Source, id: string): Promise<KnownUser | null> {
  const user = await db.user.findUnique({ where: { id }, include: grantsOfLiving });
  return user && user.disabledAt === null ? knownUser(user) : null;
}

type TokenKey = { readonly hash: string } | { readonly id: string; readonly userId: string };

async function findToken({ db, clock, log }: Source, where: TokenKey): Promise<KnownToken | null> {
  const token = await db.apiToken.findUnique({ where, include: { user: { include: grantsOfLiving } } });
  if (!token || token.revokedAt !== null || token.user.disabledAt !== null) return null;
  const now = clock.now();
  const due = new Date(now.getTime() - lastUseMilliseconds);
  if (token.lastUsedAt === null || token.lastUsedAt < due) {
    // Told apart again in the database: two replicas write it once.
    const unused = { id: token.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: due } }] };
    db.apiToken
      .updateMany({ where: unused, data: { lastUsedAt: now } })
      .catch((error: unknown) => log.warn({ err: error }, "the last use of a token could not be written"));
  }
  return {
    id: token.id,
    person: knownUser(token.user).person,
    expiresAt: token.expiresAt,
    scopes: scopes.filter((scope) => token.scopes.includes(scope)),
    workspaceIds: token.limited ? token.workspaceIds : null,
  };
}

/** Roles die with their workspace (product, section 8). */
const grantsOfLiving = {
  grants: { where: { workspace: { deletedAt: null } }, select: { workspaceId: true, role: true } },
} as const;

type UserRow = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string | null;
  readonly version: number;
  readonly grants: readonly { readonly workspaceId: string; readonly role: string }[];
};

function knownUser(user: UserRow): KnownUser {
  const roles = user.grants.flatMap(({ workspaceId, role }): [string, Role][] =>
    isRole(role) ? [[workspaceId, role]] : [],
  );
  const person = {
    userId: user.id,
    email: user.email,
    name: user.name,
    role: isRole(user.role) ? user.role : null,
    workspaceRoles: Object.fromEntries(roles),
  };
  return { person, version: user.version };
}
