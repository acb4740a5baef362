import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { ChangePasswordInput } from "../schema";
import { requireSelfWrite } from "./profile";
import type { SessionUser } from "./sign-in";
import { peopleState } from "./state";

/**
 * Changes one's own password and ends all sessions of the account, within 3 s. Whoever should stay signed in gets a new session from the
 * returned user. Wrong current passwords count as failed sign-ins.
 */
export async function changePassword(call: Call, input: ChangePasswordInput): Promise<SessionUser> {
  requireSelfWrite(call);
  const { services, actor } = call;
  const { attempts, passwords } = peopleState(services);
  const keys = { account: actor.email, address: `user ${actor.userId}` };
  const wait = attempts.begin(keys);
  if (wait > 0)
    throw new PortalError("rate/limited", say("person/too-many-passwords", { seconds: wait }), {
      details: { retry_after: wait },
    });
  const user = await services.db.user.findUniqueOrThrow({ where: { id: actor.userId } });
  if (!(await passwords.verify(input.current_password, user.passwordHash))) {
    const said = say("person/wrong-password");
    throw new PortalError("document/invalid", said, { faults: [{ path: "current_password", ...said }] });
  }
  attempts.succeeded(keys);
  const passwordHash = await passwords.hash(input.new_password);
  const changed = await services.db.user.update({
    where: { id: user.id },
    data: { passwordHash, version: { increment: 1 } },
  });
  return { id: changed.id, version: changed.version, email: changed.email, name: changed.name };
}
