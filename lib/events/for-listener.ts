import { canOn, canOnFleet, type Actor } from "@/lib/access/can";
import { mayOn } from "@/lib/workspaces/may";
import type { PortalEvent, PublishedEvent } from "./event";

/** The event as this person hears it; null: it is about what they may not see. */
export function forListener(actor: Actor, event: PublishedEvent): PortalEvent | null {
  if (event.type === "fleet")
    return canOnFleet(actor, "fleet:read", event) ? { type: "fleet", data: event.data } : null;
  const viewersMayOpen = "viewersMayOpen" in event && event.viewersMayOpen;
  const workspace = { id: event.workspaceId, ownerId: event.ownerId, viewersMayOpen };
  if (!canOn(actor, "workspace:read", workspace)) return null;
  if (event.type === "notice") return { type: "notice", data: event.data };
  if (event.type === "operation") return { type: "operation", data: event.data };
  if ("deleted" in event.data) return { type: "workspace", data: event.data };
  return { type: "workspace", data: { ...event.data, may: mayOn(actor, workspace) } };
}
