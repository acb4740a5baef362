import { can } from "@/lib/access/can";
import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";

/** Throws `access/forbidden`. */
export function authoriseTemplates(call: Call, action: "template:read" | "template:write"): void {
  if (can(call.actor, action)) return;
  const doing = say(action === "template:read" ? "doing/see-templates" : "doing/change-templates");
  throw new PortalError("access/forbidden", say("template/no-right", { doing }));
}
