import type { IncomingMessage, ServerResponse } from "node:http";
import { canOn } from "@/lib/access/can";
import { actorFromRequest } from "@/lib/access/server/session";
import { isLocale, localeCookie } from "@/lib/i18n/locales";
import type { Services } from "@/lib/server/services";
import { gatewayCookie, readCookie, safePath, stateCookie } from "../headers";
import { createCode, createSession, digest, findUser, newToken, redeemCode, rememberLocale } from "./store";
import type { Visits } from "./visit";

/** Where the portal hands out codes, and where a workspace's origin takes them. */
export const authorizePath = "/gateway/authorize";
export const callbackPath = "/.berth/callback";

const cookie = (name: string, value: string, path: string, secure: boolean, seconds: number): string =>
  `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? "; Secure" : ""}`;

export type Place = { readonly label: string; readonly base: string; readonly path: string };

/** Step 1, on the workspace's origin: no session, so off to the portal with a state that binds the answer to this browser. */
export function sendToPortal(services: Services, place: Place, response: ServerResponse, secure: boolean): void {
  const state = newToken();
  const target = new URL(authorizePath, services.settings.BERTH_URL);
  target.searchParams.set("workspace", place.label);
  target.searchParams.set("state", digest(state));
  target.searchParams.set("to", safePath(place.path || "/"));
  if (place.base) target.searchParams.set("base", place.base);
  response.writeHead(302, {
    location: target.href,
    "cache-control": "no-store",
    "set-cookie": cookie(stateCookie, state, `${place.base}/`, secure, 600),
  });
  response.end();
}

/** The page that tells a person that this workspace is not for them, or is not there. */
export function sendToRefusal(services: Services, label: string, response: ServerResponse): void {
  const target = new URL("/workspaces", services.settings.BERTH_URL);
  target.searchParams.set("refused", label);
  response.writeHead(302, { location: target.href, "cache-control": "no-store", "referrer-policy": "no-referrer" });
  response.end();
}

/**
 * Step 2, on the portal's origin: who is signed in and may open the workspace gets a code of one use for that origin.
 * `originOf` gives the origin (and base path) of a label; it never comes from the request.
 */
export async function authorize(
  services: Services,
  visits: Visits,
  request: IncomingMessage,
  response: ServerResponse,
  originOf: (label: string, base: string | null) => string | null,
): Promise<void> {
  const url = new URL(request.url ?? "/", services.settings.BERTH_URL);
  const label = url.searchParams.get("workspace") ?? "";
  const state = url.searchParams.get("state") ?? "";
  const redirect = (location: string) => {
    response.writeHead(302, { location, "cache-control": "no-store", "referrer-policy": "no-referrer" });
    response.end();
  };
  const actor = await actorFromRequest(services, { headers: request.headers });
  if (!actor || actor.via !== "session")
    return redirect(`/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`);
  const workspace = await visits.workspaceOf(label);
  const user = workspace ? await findUser(services.db, actor.userId) : null;
  const target = workspace && {
    id: workspace.ref.id,
    ownerId: workspace.ownerId,
    viewersMayOpen: workspace.viewersMayOpen,
  };
  const origin = originOf(label, url.searchParams.get("base"));
  const allowed = workspace && user && target && canOn(actor, "workspace:open", target);
  if (!allowed || origin === null || !/^[\w-]{43}$/.test(state)) return sendToRefusal(services, label, response);
  const language = readCookie(request.headers.cookie, localeCookie);
  if (user.locale === null && isLocale(language)) await rememberLocale(services.db, user.id, language);
  const code = await createCode(
    services.db,
    { userId: user.id, userVersion: user.version, workspaceId: workspace.ref.id, state },
    services.clock.now(),
  );
  const query = new URLSearchParams({ code, to: safePath(url.searchParams.get("to")) });
  redirect(`${origin}${callbackPath}?${query.toString()}`);
}

/** Step 3, on the workspace's origin: the code becomes a session there. False when the code is worth nothing. */
export async function acceptCode(
  services: Services,
  visits: Visits,
  place: Place,
  request: IncomingMessage,
  response: ServerResponse,
  secure: boolean,
): Promise<boolean> {
  const query = new URLSearchParams(place.path.slice(place.path.indexOf("?") + 1));
  const workspace = await visits.workspaceOf(place.label);
  const state = readCookie(request.headers.cookie, stateCookie);
  if (!workspace || !state) return false;
  const now = services.clock.now();
  const data = await redeemCode(services.db, query.get("code") ?? "", workspace.ref.id, state, now);
  if (!data) return false;
  const token = await createSession(services.db, data, now);
  response.writeHead(302, {
    location: place.base + safePath(query.get("to")),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "set-cookie": [
      cookie(gatewayCookie, token, `${place.base}/`, secure, 12 * 3600),
      cookie(stateCookie, "", `${place.base}/`, secure, 0),
    ],
  });
  response.end();
  return true;
}
