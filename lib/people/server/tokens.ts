import { canOn, type Actor } from "@/lib/access/can";
import { hashToken } from "@/lib/access/server/session";
import { say, type Said } from "@/lib/i18n/say";
import { newId, newSecretText } from "@/lib/server/ids";
import type { Call } from "@/lib/server/services";
import { faultError, PortalError } from "@/lib/shared/errors";
import type { TokenDto } from "@/lib/workspaces/dto";
import { normalEmail } from "../email";
import type { CreateTokenInput } from "../schema";
import { requireSelfWrite } from "./profile";

type TokenRow = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly workspaceIds: readonly string[];
  readonly limited: boolean;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly createdAt: Date;
};

/** One's own tokens that were not revoked, newest first. */
export async function listTokens({ services, actor }: Call): Promise<readonly TokenDto[]> {
  const rows = await services.db.apiToken.findMany({
    where: { userId: actor.userId, revokedAt: null },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  const limits = rows.flatMap((row) => row.workspaceIds);
  const workspaces =
    limits.length === 0
      ? []
      : await services.db.workspace.findMany({ where: { id: { in: limits } }, select: { id: true, name: true } });
  const names = new Map(workspaces.map(({ id, name }) => [id, name]));
  return rows.map((row) => tokenDto(row, names));
}

function tokenDto(row: TokenRow, names: ReadonlyMap<string, string>): TokenDto {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    workspaces: row.limited ? row.workspaceIds.map((id) => names.get(id) ?? id) : null,
    expires_at: row.expiresAt?.toISOString() ?? null,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}

/** Makes a token for oneself, or, as an owner, for another person. `token` is shown this once; only its digest is kept. */
export async function createToken(
  call: Call,
  input: CreateTokenInput,
): Promise<{ readonly id: string; readonly token: string; readonly entry: TokenDto }> {
  requireSelfWrite(call);
  const { services, actor } = call;
  const expiresAt = input.expires_at === undefined ? null : new Date(input.expires_at);
  await checkExpiry(call, expiresAt);
  const userId = await findTokenUser(call, input.user);
  const workspaces = input.workspaces === undefined ? null : await findWorkspaces(call, actor, input.workspaces);
  const token = `berth_${newSecretText()}`;
  const row = await services.db.apiToken.create({
    data: {
      id: newId(),
      userId,
      name: input.name,
      hash: hashToken(token),
      scopes: [...new Set(input.scopes)],
      workspaceIds: workspaces?.map(({ id }) => id) ?? [],
      limited: workspaces !== null,
      expiresAt,
      createdAt: services.clock.now(),
    },
  });
  return { id: row.id, token, entry: tokenDto(row, new Map((workspaces ?? []).map(({ id, name }) => [id, name]))) };
}

const invalid = (path: string, said: Said) => faultError("document/invalid", { path, ...said });

/** A token cannot make itself live longer by making another one. */
async function checkExpiry({ services, actor }: Call, expiresAt: Date | null): Promise<void> {
  if (expiresAt !== null && expiresAt <= services.clock.now()) throw invalid("expires_at", say("token/time-over"));
  if (!actor.token) return;
  const parent = await services.db.apiToken.findUnique({ where: { id: actor.token.id }, select: { expiresAt: true } });
  if (parent?.expiresAt && (expiresAt === null || expiresAt > parent.expiresAt)) {
    throw invalid("expires_at", say("token/longer-than-parent", { time: parent.expiresAt.toISOString() }));
  }
}

/** Nobody can give more than they have: only an owner may speak for others, and another's token has that person's rights. */
async function findTokenUser({ services, actor }: Call, email: string | undefined): Promise<string> {
  if (email === undefined || normalEmail(email) === actor.email) return actor.userId;
  if (actor.role !== "owner") throw new PortalError("access/forbidden", say("token/for-others"));
  const user = await services.db.user.findUnique({
    where: { email: normalEmail(email) },
    select: { id: true, disabledAt: true },
  });
  if (!user || user.disabledAt !== null) throw invalid("user", say("token/no-account"));
  return user.id;
}

/** Each `name` or `cluster/name` must be one workspace that the person may see. */
async function findWorkspaces({ services }: Call, actor: Actor, names: readonly string[]) {
  const found = [];
  for (const [index, text] of names.entries()) {
    const [name = "", cluster] = text.split("/").reverse();
    const rows = await services.db.workspace.findMany({
      where: { name, liveKey: { not: null }, ...(cluster === undefined ? {} : { cluster: { name: cluster } }) },
      select: { id: true, name: true, ownerId: true, viewersMayOpen: true },
    });
    const [first, second] = rows.filter((row) => canOn(actor, "workspace:read", row));
    if (!first) throw invalid(`workspaces[${index}]`, say("workspace/not-found", { name: text }));
    if (second) throw invalid(`workspaces[${index}]`, say("token/several-workspaces", { name }));
    found.push(first);
  }
  return found;
}

/** Ends one of one's own tokens, within 3 s. */
export async function revokeToken(call: Call, id: string): Promise<void> {
  requireSelfWrite(call);
  const { services, actor } = call;
  const { count } = await services.db.apiToken.updateMany({
    where: { id, userId: actor.userId, revokedAt: null },
    data: { revokedAt: services.clock.now() },
  });
  if (count === 0) throw new PortalError("not-found", say("token/not-found"));
}
