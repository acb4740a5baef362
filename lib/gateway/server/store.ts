import { createHash, randomBytes } from "node:crypto";
import { isRole, type Role } from "@/lib/access/roles";
import type { Locale } from "@/lib/i18n/locales";
import type { WorkspaceRef } from "@/lib/provisioning/provider";
import type { Db } from "@/lib/server/db";
import type { Cause } from "@/lib/workspaces/cause";
import { phases, type Phase } from "@/lib/workspaces/phase";
import { toNames } from "@/lib/workspaces/server/rows";

/** Seconds that a code for a workspace's origin lives (product, section 5). */
const codeSeconds = 30;
const sessionSeconds = 12 * 3600;

export const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");
export const newToken = (): string => randomBytes(32).toString("base64url");

export type GatewayWorkspace = {
  readonly ref: WorkspaceRef;
  readonly clusterId: string;
  readonly ownerId: string;
  readonly viewersMayOpen: boolean;
  readonly port: number;
  readonly phase: Phase;
  readonly ready: boolean;
  readonly cause: Cause | null;
};

/** `clusterId` and `name` as in `Workspace.liveKey`. */
export async function findWorkspace(db: Db, clusterId: string, name: string): Promise<GatewayWorkspace | null> {
  const row = await db.workspace.findUnique({ where: { liveKey: `${clusterId}/${name}` } });
  if (!row) return null;
  return {
    ref: { id: row.id, name: row.name, names: toNames(row.names), namespace: row.namespace },
    clusterId: row.clusterId,
    ownerId: row.ownerId,
    viewersMayOpen: row.viewersMayOpen,
    port: row.port,
    phase: phases.find((phase) => phase === row.phase) ?? "unknown",
    ready: row.ready,
    cause: row.cause as Cause | null,
  };
}

export type GatewayUser = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role | null;
  readonly version: number;
  /** Null: as the browser wishes. */
  readonly locale: string | null;
  readonly workspaceRoles: Readonly<Record<string, Role>>;
};

/** Null when the person is gone or disabled. */
export async function findUser(db: Db, id: string): Promise<GatewayUser | null> {
  const row = await db.user.findUnique({ where: { id }, include: { grants: true } });
  if (!row || row.disabledAt) return null;
  const workspaceRoles: Record<string, Role> = {};
  for (const grant of row.grants) if (isRole(grant.role)) workspaceRoles[grant.workspaceId] = grant.role;
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: isRole(row.role) ? row.role : null,
    version: row.version,
    locale: row.locale,
    workspaceRoles,
  };
}

/** For pages on a workspace's origin, which does not see the portal's cookies. A choice that the account has already stays. */
export async function rememberLocale(db: Db, id: string, locale: Locale): Promise<void> {
  await db.user.updateMany({ where: { id, locale: null }, data: { locale } });
}

export type CodeData = {
  readonly userId: string;
  readonly userVersion: number;
  readonly workspaceId: string;
  readonly state: string;
};

/** A one-time code bound to a browser (by the digest of its state cookie) and a workspace. */
export async function createCode(db: Db, data: CodeData, now: Date): Promise<string> {
  const code = newToken();
  await db.oneTimeCode.create({
    data: { hash: digest(code), kind: "gateway", data, expiresAt: new Date(now.getTime() + codeSeconds * 1000) },
  });
  return code;
}

/** Null when it was used, is too old, or was made for another browser or workspace. Single use even under a race. */
export async function redeemCode(
  db: Db,
  code: string,
  workspaceId: string,
  state: string,
  now: Date,
): Promise<CodeData | null> {
  const hash = digest(code);
  const used = await db.oneTimeCode.updateMany({
    where: { hash, kind: "gateway", usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (used.count !== 1) return null;
  const row = await db.oneTimeCode.findUnique({ where: { hash } });
  const data = row?.data as CodeData | undefined;
  return data && data.workspaceId === workspaceId && data.state === digest(state) ? data : null;
}

/** Returns the cookie's value; only its digest is kept. */
export async function createSession(db: Db, data: CodeData, now: Date): Promise<string> {
  const token = newToken();
  await db.gatewaySession.create({
    data: {
      hash: digest(token),
      userId: data.userId,
      userVersion: data.userVersion,
      workspaceId: data.workspaceId,
      expiresAt: new Date(now.getTime() + sessionSeconds * 1000),
    },
  });
  return token;
}

export type GatewaySessionRow = { readonly userId: string; readonly userVersion: number; readonly workspaceId: string };

export async function findSession(db: Db, token: string, now: Date): Promise<GatewaySessionRow | null> {
  const row = await db.gatewaySession.findUnique({ where: { hash: digest(token) } });
  return row && row.expiresAt > now ? row : null;
}
