import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { clientAddress } from "@/lib/server/client-address";
import type { Services } from "@/lib/server/services";
import { isPortalError } from "@/lib/shared/errors";
import { cookieName, cookieOptions, sessionCookieName, sessionSeconds } from "./session-cookie";
import { signIn } from "./sign-in";

/**
 * NextAuth for sign-in and sign-out. A refused sign-in has the error `CredentialsSignin`; too many of them `rate-limited:<seconds>`. What a
 * session may do is never taken from it: see lib/access/server/session.ts.
 */
export function authOptions(services: Services): NextAuthOptions {
  const url = services.settings.BERTH_URL;
  const cookie = (name: string) => ({ name: cookieName(url, name), options: cookieOptions(url) });
  return {
    secret: services.secrets.deriveKey("session"),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: { name: sessionCookieName(url), options: cookieOptions(url) },
      csrfToken: cookie("csrf-token"),
      callbackUrl: cookie("callback-url"),
    },
    logger: {
      error: (code) => services.log.warn({ code }, "sign-in failed in an unexpected way"),
      warn: () => undefined,
      debug: () => undefined,
    },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials, request) {
          try {
            const { email = "", password = "" } = credentials ?? {};
            return await signIn(services, { email, password, address: clientAddress(request.headers ?? {}) });
          } catch (error) {
            if (!isPortalError(error) || error.code !== "rate/limited") throw error;
            const { details } = error.options;
            const seconds =
              typeof details === "object" && details !== null && "retry_after" in details
                ? Number(details.retry_after)
                : 10;
            throw new Error(`rate-limited:${seconds}`);
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user && "version" in user ? { ...token, sub: user.id, version: user.version } : token),
      session: ({ session }) => session,
    },
  };
}
