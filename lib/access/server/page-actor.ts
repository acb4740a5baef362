import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { can, type Actor, type PortalAction } from "@/lib/access/can";
import { hasOwner } from "@/lib/people/server/has-owner";
import { requestIdOf } from "@/lib/server/request-id";
import { services, type Call } from "@/lib/server/services";
import { actorFromRequest } from "./session";

/** Who asks for this page, or null. Looked up once per request, however many parts of the page ask. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  return actorFromRequest(services(), { headers: await headers() });
});

/** Every page begins with this. Nobody signed in: to the sign-in page and back here; no owner yet: to the set-up page. */
export async function requireActor(): Promise<Actor> {
  const actor = await currentActor();
  if (actor) return actor;
  if (!(await hasOwner(services()))) redirect("/set-up");
  const path = (await headers()).get("x-berth-path");
  redirect(path && path !== "/" ? `/sign-in?next=${encodeURIComponent(path)}` : "/sign-in");
}

/** As `requireActor`; a page that the person may not see does not exist for them. */
export async function requirePermission(action: PortalAction): Promise<Actor> {
  const actor = await requireActor();
  if (!can(actor, action)) notFound();
  return actor;
}

/** What a use case needs when a page calls it. */
export async function pageCall(actor: Actor): Promise<Call> {
  return { services: services(), actor, requestId: requestIdOf(await headers()), signal: new AbortController().signal };
}
