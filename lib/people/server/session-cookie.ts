import { decode, encode } from "next-auth/jwt";
import type { Services } from "@/lib/server/services";
import type { SessionUser } from "./sign-in";

/** A working day and the evening after it; a session in use is renewed by NextAuth. */
export const sessionSeconds = 12 * 3600;

export const isSecure = (portalUrl: string): boolean => portalUrl.startsWith("https:");

/** Host-only: no workspace on a subdomain gets it. Under https the `__Host-` prefix makes browsers insist on that. */
export const cookieName = (portalUrl: string, name: string): string =>
  `${isSecure(portalUrl) ? "__Host-" : ""}berth.${name}`;

export const sessionCookieName = (portalUrl: string): string => cookieName(portalUrl, "session-token");

export const cookieOptions = (portalUrl: string) =>
  ({ httpOnly: true, sameSite: "lax", path: "/", secure: isSecure(portalUrl) }) as const;

type Base = Pick<Services, "settings" | "secrets">;

/** A session for this user, as NextAuth itself would make it: after set-up, and after one's own change of password. */
export async function createSessionCookie({ settings, secrets }: Base, user: SessionUser) {
  const token = { sub: user.id, version: user.version, email: user.email, name: user.name };
  const value = await encode({ token, secret: secrets.deriveKey("session"), maxAge: sessionSeconds });
  return {
    name: sessionCookieName(settings.BERTH_URL),
    value,
    options: { ...cookieOptions(settings.BERTH_URL), maxAge: sessionSeconds },
  };
}

/** The same as a `Set-Cookie` header. */
export async function sessionCookieHeader(services: Base, user: SessionUser): Promise<string> {
  const { name, value, options } = await createSessionCookie(services, user);
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${options.maxAge}${options.secure ? "; Secure" : ""}`;
}

/** Who a session cookie names; null when it is forged, expired or of another secret. */
export async function readSessionCookie(
  { secrets }: Base,
  value: string,
): Promise<{ readonly userId: string; readonly version: number } | null> {
  try {
    const token = await decode({ token: value, secret: secrets.deriveKey("session") });
    return typeof token?.sub === "string" && typeof token.version === "number"
      ? { userId: token.sub, version: token.version }
      : null;
  } catch {
    // Whatever is wrong with a cookie, it names nobody.
    return null;
  }
}
