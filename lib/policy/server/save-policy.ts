import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError, type Fault } from "@/lib/shared/errors";
import { invalid } from "@/lib/workspaces/server/read-input";
import { refreshAllSettings } from "@/lib/workspaces/server/refresh-settings";
import type { PolicyDto } from "../dto";
import { parsePolicy } from "../parse";
import { authorisePolicy } from "./authorise-policy";
import { getPolicy } from "./get-policy";
import { insertVersion, newestVersion } from "./policy-store";

export type SavePolicyInput = {
  readonly text: string;
  readonly message?: string | undefined;
  /** The version that the text was written from; 0: none. Absent: whatever is there is followed by this one. */
  readonly if_version?: number | undefined;
};

/**
 * Saves a version, which is in force from then on. No running workspace is touched: those whose configuration would be another are marked.
 * Throws `document/invalid` with every fault, `conflict` when somebody else saved meanwhile.
 */
export async function savePolicy(call: Call, input: SavePolicyInput): Promise<PolicyDto> {
  authorisePolicy(call, "policy:write");
  const { services, actor } = call;
  const { text, message = "", if_version: expected } = input;
  const reading = parsePolicy(text);
  if (!reading.ok) throw invalid(reading.faults);
  const newest = await newestVersion(services.db, "workspace");
  const present = newest?.number ?? 0;
  if (expected !== undefined && expected !== present) throw movedOn(present, newest?.authorEmail);
  if (newest?.text !== text) {
    const version = { text, message, number: present + 1, authorEmail: actor.email, createdAt: services.clock.now() };
    if (!(await insertVersion(services.db, "workspace", version))) throw movedOn(present + 1, undefined);
    services.log.info({ actor: actor.email, version: version.number }, "a version of the workspace policy was saved");
    refreshAllSettings(services);
  }
  return getPolicy(call);
}

/** What the editor shows while a person types. */
export async function checkPolicyText(call: Call, text: string): Promise<{ readonly faults: readonly Fault[] }> {
  authorisePolicy(call, "policy:read");
  const reading = parsePolicy(text);
  return { faults: reading.ok ? [] : reading.faults };
}

const movedOn = (version: number, author: string | undefined): PortalError =>
  new PortalError("conflict", say("policy/saved-meanwhile", { author: author ?? say("policy/somebody"), version }), {
    details: { version },
  });
