import { say } from "@/lib/i18n/say";
import type { Db } from "@/lib/server/db";
import { PortalError } from "@/lib/shared/errors";
import { parsePolicy } from "../parse";
import type { Policy, PolicyInForce } from "../policy";
import { describeFault, type PolicyFile, type PolicyFileState } from "./policy-file";
import { newestVersion } from "./policy-store";

/** The policies of the portal: the file's and the newest version that administrators saved. */
export type PolicyBook = {
  /**
   * Those that are switched on, weakest first. From the database each time, because another replica may have saved a version.
   * Throws `policy/denied` when the saved one cannot be read: without it nothing may be started.
   */
  readonly inForce: () => Promise<readonly PolicyInForce[]>;
  readonly file: () => PolicyFileState | null;
};

export function createPolicyBook(db: Db, file: PolicyFile): PolicyBook {
  let parsed: { readonly number: number; readonly policy: Policy } | null = null;

  async function portalPolicy(): Promise<Policy | null> {
    const newest = await newestVersion(db, "workspace");
    if (!newest) return null;
    if (parsed?.number === newest.number) return parsed.policy;
    const reading = parsePolicy(newest.text);
    if (!reading.ok) throw unreadable(newest.number, reading.faults.map(describeFault));
    parsed = { number: newest.number, policy: reading.policy };
    return reading.policy;
  }

  return {
    file: file.current,
    async inForce() {
      const portal = await portalPolicy();
      const all: readonly (PolicyInForce | null)[] = [
        policyOf("file", file.current()?.policy),
        policyOf("portal", portal),
      ];
      return all.filter((entry) => entry !== null);
    },
  };
}

const policyOf = (source: PolicyInForce["source"], policy: Policy | null | undefined): PolicyInForce | null =>
  policy?.enabled ? { source, policy } : null;

const unreadable = (number: number, faults: readonly string[]): PortalError =>
  new PortalError("policy/denied", say("policy/version-unreadable", { number, fault: faults[0] ?? "" }));
