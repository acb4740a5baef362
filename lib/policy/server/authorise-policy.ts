import { can } from "@/lib/access/can";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";

/** Throws `access/forbidden`. */
export function authorisePolicy(call: Call, action: "policy:read" | "policy:write"): void {
  if (can(call.actor, action)) return;
  const what = action === "policy:read" ? "see policies" : "change policies";
  throw new PortalError("access/forbidden", `Your role does not let you ${what}. Ask an administrator.`);
}
