import type { ReactNode } from "react";
import { pageNeeds, type PageId } from "@/components/layout/page-needs";
import { Shell } from "@/components/layout/shell";
import { can } from "@/lib/access/can";
import { currentActor } from "@/lib/access/server/page-actor";
import { operateWorkspaces } from "./actions";

/** Navigation only. Each page checks access itself: Next keeps a layout while pages change below it. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  if (!actor) return children;
  const visible = (Object.keys(pageNeeds) as PageId[]).filter((id) => {
    const needs = pageNeeds[id];
    return needs === null || can(actor, needs);
  });
  const person = { name: actor.name, email: actor.email, role: actor.role, mayCreate: can(actor, "workspace:create") };
  return (
    <Shell person={person} visible={visible} operate={operateWorkspaces}>
      {children}
    </Shell>
  );
}
