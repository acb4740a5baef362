/** Cookies of the gateway on a workspace's origin; the workspace neither sees nor sets them. */
export const gatewayCookie = "berth-gateway";
export const stateCookie = "berth-gateway-state";

type Headers = Record<string, string | string[] | undefined>;

export type Identity = {
  readonly email: string;
  readonly groups: readonly string[];
  readonly role: string;
  /** Signed, short-lived: see lib/gateway/server/identity.ts. */
  readonly token: string;
};

/** Headers by which a workspace learns who is there; the same from a client are lies and are removed (product, section 5). */
const identityHeader =
  /^(x-forwarded-(user|email|groups|preferred-username)|x-auth-request-.*|x-berth-.*|remote-user)$/;

const ownCookie = (name: string): boolean => /^(__Host-|__Secure-)?(berth[-.]|next-auth\.)/.test(name.trim());

/** Value of one cookie in a Cookie header. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** Removes what a workspace must not see and adds who is there. Changes `headers` in place: the proxy forwards that object. */
export function prepareRequestHeaders(
  headers: Headers,
  identity: Identity,
  forwarded: { readonly host: string; readonly proto: string; readonly for: string; readonly prefix: string },
  dropAuthorization: boolean,
): void {
  for (const name of Object.keys(headers)) {
    // Programs that map dashes and underscores alike (CGI, WSGI) must not be fooled by x_forwarded_user.
    if (identityHeader.test(name.replaceAll("_", "-"))) delete headers[name];
  }
  if (dropAuthorization) delete headers["authorization"];
  const cookies = String(headers["cookie"] ?? "")
    .split(";")
    .filter((part) => part.trim() !== "" && !ownCookie(part.split("=", 1)[0] ?? ""))
    .map((part) => part.trim());
  if (cookies.length > 0) headers["cookie"] = cookies.join("; ");
  else delete headers["cookie"];
  headers["x-forwarded-user"] = identity.email;
  headers["x-forwarded-email"] = identity.email;
  headers["x-forwarded-groups"] = identity.groups.join(",");
  headers["x-berth-role"] = identity.role;
  headers["x-berth-identity"] = identity.token;
  headers["x-forwarded-host"] = forwarded.host;
  headers["x-forwarded-proto"] = forwarded.proto;
  headers["x-forwarded-for"] = forwarded.for;
  delete headers["x-forwarded-port"];
  delete headers["forwarded"];
  if (forwarded.prefix) headers["x-forwarded-prefix"] = forwarded.prefix;
  else delete headers["x-forwarded-prefix"];
}

/** A workspace's cookies stay on its own host, and it cannot overwrite the gateway's. */
export function cleanSetCookie(values: readonly string[]): string[] {
  return values
    .filter((value) => !ownCookie(value.split("=", 1)[0] ?? ""))
    .map((value) =>
      value
        .split(";")
        .filter((part, index) => index === 0 || !/^\s*domain\s*=/i.test(part))
        .join(";"),
    );
}

/** A path on the same origin: begins with one slash, is not `//host` or `/\host`, has no control characters. */
export function safePath(value: string | null): string {
  if (value === null || !/^\/(?![/\\])[^\u0000-\u001f\\]*$/.test(value)) return "/";
  return value;
}
