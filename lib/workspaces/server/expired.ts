import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { timeInText } from "@/lib/shared/time";
import type { WorkspaceRecord } from "../record";

/** Throws `conflict` where `access.expires_at` is over: who wants it again says until when. */
export function refuseExpired({ name, expiresAt }: WorkspaceRecord, now: Date): void {
  if (expiresAt !== null && expiresAt <= now)
    throw new PortalError("conflict", say("workspace/expired", { name, time: timeInText(expiresAt) }));
}
