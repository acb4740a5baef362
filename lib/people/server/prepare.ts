import { hashToken } from "@/lib/access/server/session";
import type { Services } from "@/lib/server/services";
import { normalEmail } from "../email";
import { bootstrapUserId, hasOwner } from "./has-owner";
import { createOwner, createSetUpPath, lockFirstOwner } from "./set-up";
import { peopleState } from "./state";

/**
 * Before the portal opens: the owner and the token of the settings (product, section 9). `setupPath` is the path of the one-time link for the
 * first owner; null when there is one.
 */
export async function preparePeople(services: Services): Promise<{ readonly setupPath: string | null }> {
  await prepareOwner(services);
  await prepareBootstrapToken(services);
  return { setupPath: (await hasOwner(services)) ? null : await createSetUpPath(services) };
}

async function prepareOwner(services: Services): Promise<void> {
  const { BERTH_OWNER_EMAIL: email, BERTH_OWNER_PASSWORD: password } = services.settings;
  if (email === null || password === null || (await hasOwner(services))) return;
  const passwordHash = await peopleState(services).passwords.hash(password);
  await services.db.$transaction(async (tx) => {
    await lockFirstOwner(tx);
    if (!(await hasOwner({ db: tx })))
      await createOwner(tx, { email: normalEmail(email), name: normalEmail(email), passwordHash });
  });
}

/** The token is that of an own user without a password: what automation did is told apart from what people did. */
async function prepareBootstrapToken({ db, settings, clock }: Services): Promise<void> {
  const text = settings.BERTH_BOOTSTRAP_TOKEN;
  const id = bootstrapUserId;
  if (text === null) {
    await db.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: clock.now() } });
    return;
  }
  const user = { email: "automation@berth.invalid", name: "Automation (BERTH_BOOTSTRAP_TOKEN)", role: "owner" };
  await db.user.upsert({ where: { id }, create: { id, ...user }, update: user });
  const token = {
    userId: id,
    name: "BERTH_BOOTSTRAP_TOKEN",
    hash: hashToken(text),
    scopes: ["admin"],
    expiresAt: null,
    revokedAt: null,
  };
  await db.apiToken.upsert({ where: { id }, create: { id, ...token }, update: token });
}
