import { can } from "@/lib/access/can";
import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";

/** Throws `access/forbidden`. */
export function authorisePolicy(call: Call, action: "policy:read" | "policy:write"): void {
  if (can(call.actor, action)) return;
  const doing = say(action === "policy:read" ? "doing/see-policies" : "doing/change-policies");
  throw new PortalError("access/forbidden", say("policy/no-right", { doing }));
}
