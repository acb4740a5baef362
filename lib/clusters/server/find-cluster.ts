import { can, type PortalAction } from "@/lib/access/can";
import { say, type PlainCode } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { ConnectedCluster } from "./registry";

/** Checks the right before the name, so that nobody learns names by asking. */
export function allow(call: Call, action: PortalAction, what: PlainCode): void {
  if (can(call.actor, action)) return;
  if (!can(call.actor, "cluster:read")) throw new PortalError("not-found", say("cluster/no-such"));
  throw new PortalError("access/forbidden", say("access/role-lacks", { doing: say(what) }));
}

export function findCluster(call: Call, name: string, action: PortalAction, what: PlainCode): ConnectedCluster {
  allow(call, action, what);
  const cluster = call.services.clusters.byName(name);
  if (!cluster) throw new PortalError("not-found", say("cluster/not-found", { name }));
  return cluster;
}
