import { can, type PortalAction } from "@/lib/access/can";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { ConnectedCluster } from "./registry";

/** Checks the right before the name, so that nobody learns names by asking. */
export function allow(call: Call, action: PortalAction, what: string): void {
  if (can(call.actor, action)) return;
  if (!can(call.actor, "cluster:read")) throw new PortalError("not-found", "There is no such cluster.");
  throw new PortalError("access/forbidden", `Your role does not let you ${what}. Ask an owner of the portal.`);
}

export function findCluster(call: Call, name: string, action: PortalAction, what: string): ConnectedCluster {
  allow(call, action, what);
  const cluster = call.services.clusters.byName(name);
  if (!cluster) throw new PortalError("not-found", `There is no cluster ${name}.`);
  return cluster;
}
