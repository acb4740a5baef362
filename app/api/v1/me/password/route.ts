import { changePasswordSchema } from "@/lib/people/schema";
import { changePassword } from "@/lib/people/server/change-password";
import { sessionCookieHeader } from "@/lib/people/server/session-cookie";
import { reply, route } from "@/lib/server/route";

/** 204. All sessions end; the one that asked goes on with a new cookie. */
export const POST = route({
  input: changePasswordSchema,
  run: async (call, input) => {
    const user = await changePassword(call, input);
    if (call.actor.via !== "session") return undefined;
    return reply(204, undefined, { "set-cookie": await sessionCookieHeader(call.services, user) });
  },
});
