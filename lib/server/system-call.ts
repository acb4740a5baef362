import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/access/can";
import type { Call, Services } from "./services";

/** Who did it, in operations and activity, where nobody asked: idle stop, schedules, hooks. */
export const portalItself = "berth";

const actor: Actor = {
  userId: portalItself,
  email: portalItself,
  name: portalItself,
  role: "owner",
  workspaceRoles: {},
  via: "session",
};

/** For what the portal does by the clock. It comes from no request, so no person's right is lent to anybody. */
export const systemCall = (services: Services, signal: AbortSignal): Call => ({
  services,
  actor,
  requestId: randomUUID(),
  signal,
});
