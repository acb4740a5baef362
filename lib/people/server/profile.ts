import { can } from "@/lib/access/can";
import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { isRole } from "@/lib/access/roles";
import type { MeDto } from "../dto";
import type { ProfileInput } from "../schema";

/** One's own profile; everybody may read it, with any token. */
export async function getMe({ services, actor }: Call): Promise<MeDto> {
  const user = await services.db.user.findUnique({ where: { id: actor.userId } });
  if (!user) throw new PortalError("auth/required", say("person/gone"));
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    role: isRole(user.role) ? user.role : null,
    locale: user.locale,
    created_at: user.createdAt.toISOString(),
    last_sign_in_at: user.lastSignInAt?.toISOString() ?? null,
  };
}

/** Changes name or language; what is absent stays. */
export async function updateMe(call: Call, { name, locale }: ProfileInput): Promise<MeDto> {
  requireSelfWrite(call);
  const data = { ...(name === undefined ? {} : { name }), ...(locale === undefined ? {} : { locale }) };
  await call.services.db.user.update({ where: { id: call.actor.userId }, data });
  return getMe(call);
}

/** The right to change one's own account; an API token needs the scope `admin` for it. */
export function requireSelfWrite({ actor }: Call): void {
  if (!can(actor, "self:write")) {
    throw new PortalError("access/forbidden", say("token/no-self-write"));
  }
}
