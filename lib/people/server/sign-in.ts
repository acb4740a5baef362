import { say } from "@/lib/i18n/say";
import type { Services } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { normalEmail } from "../email";
import { passwordLimits } from "../schema";
import { peopleState } from "./state";

/** What a session carries: who, and the version that ends it when role or password change. */
export type SessionUser = {
  readonly id: string;
  readonly version: number;
  readonly email: string;
  readonly name: string;
};

/**
 * Checks e-mail and password. Null for a wrong password, an unknown account and a disabled one alike, and as slow. Throws `rate/limited`
 * with `retry_after` in seconds after too many failures.
 */
export async function signIn(
  services: Services,
  input: { readonly email: string; readonly password: string; readonly address: string },
): Promise<SessionUser | null> {
  const { attempts, passwords } = peopleState(services);
  const email = normalEmail(input.email);
  const keys = { account: email.slice(0, 254), address: input.address };
  const wait = attempts.begin(keys);
  if (wait > 0) {
    throw new PortalError("rate/limited", say("person/too-many-attempts", { seconds: wait }), {
      details: { retry_after: wait },
    });
  }
  const user = await services.db.user.findUnique({ where: { email } });
  const right = await passwords.verify(input.password.slice(0, passwordLimits.maximum), user?.passwordHash ?? null);
  if (!user || !right || user.disabledAt !== null) return null;
  attempts.succeeded(keys);
  await services.db.user.update({ where: { id: user.id }, data: { lastSignInAt: services.clock.now() } });
  return { id: user.id, version: user.version, email: user.email, name: user.name };
}
