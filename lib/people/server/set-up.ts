import { hashToken } from "@/lib/access/server/session";
import { say } from "@/lib/i18n/say";
import { isUniqueViolation, type Tx } from "@/lib/server/db";
import { newId, newSecretText } from "@/lib/server/ids";
import type { Services } from "@/lib/server/services";
import { faultError, PortalError } from "@/lib/shared/errors";
import type { SetUpInput } from "../schema";
import { hasOwner } from "./has-owner";
import type { SessionUser } from "./sign-in";
import { peopleState } from "./state";

const kind = "set-up";
const lifeMilliseconds = 7 * 24 * 3_600_000;
/** Replicas that start together each print a link that works. */
const togetherMilliseconds = 120_000;
/** Any number that no other program takes on the same database. */
const firstOwnerLock = 7_216_843_511;

/** The path of the set-up link with a new code; codes of earlier starts stop working. */
export async function createSetUpPath({ db, clock }: Services): Promise<string> {
  const code = newSecretText();
  const expiresAt = new Date(clock.now().getTime() + lifeMilliseconds);
  const earlier = new Date(expiresAt.getTime() - togetherMilliseconds);
  await db.oneTimeCode.deleteMany({ where: { kind, expiresAt: { lt: earlier } } });
  await db.oneTimeCode.create({ data: { hash: hashToken(code), kind, data: {}, expiresAt } });
  return `/set-up?code=${code}`;
}

/** Does the set-up page have something to do, and does this code open it? */
export async function setupState(
  services: Services,
  code: string,
): Promise<{ readonly needed: boolean; readonly codeWorks: boolean }> {
  const needed = !(await hasOwner(services));
  return { needed, codeWorks: needed && (await findCode(services.db, code, services.clock.now())) };
}

async function findCode(db: Tx, code: string, now: Date): Promise<boolean> {
  const found = await db.oneTimeCode.findUnique({ where: { hash: hashToken(code) } });
  return found !== null && found.kind === kind && found.usedAt === null && found.expiresAt > now;
}

/** Makes the first owner; the link dies with it. The code is the right to do so, hence no actor. */
export async function completeSetUp(services: Services, input: SetUpInput): Promise<SessionUser> {
  const { db, clock } = services;
  const refused = () => new PortalError("access/forbidden", say("person/set-up-link"));
  if (!(await findCode(db, input.code, clock.now()))) throw refused();
  const passwordHash = await peopleState(services).passwords.hash(input.password);
  return db.$transaction(async (tx) => {
    await lockFirstOwner(tx);
    if ((await hasOwner({ db: tx })) || !(await findCode(tx, input.code, clock.now()))) throw refused();
    const user = await createOwner(tx, { ...input, passwordHash });
    await tx.oneTimeCode.deleteMany({ where: { kind } });
    return user;
  });
}

/** Two replicas, or a link and a setting, must not both make a first owner. Until the end of the transaction. */
export async function lockFirstOwner(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT count(*)::int AS locked FROM pg_advisory_xact_lock(${firstOwnerLock}::bigint)`;
}

type NewOwner = { readonly email: string; readonly name: string; readonly passwordHash: string };

export async function createOwner(tx: Tx, { email, name, passwordHash }: NewOwner): Promise<SessionUser> {
  try {
    const user = await tx.user.create({ data: { id: newId(), email, name, passwordHash, role: "owner" } });
    return { id: user.id, version: user.version, email: user.email, name: user.name };
  } catch (error) {
    if (isUniqueViolation(error)) throw faultError("document/invalid", { path: "email", ...say("person/email-taken") });
    throw error;
  }
}
