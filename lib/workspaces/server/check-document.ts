import { can, canOn } from "@/lib/access/can";
import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError, type Fault } from "@/lib/shared/errors";
import { parseDocument, peekCluster } from "../document";
import { identityFaults } from "../immutable";
import { checkAgainstPolicy } from "./check-against-policy";
import { clusterFor } from "./read-input";
import { findWorkspaces } from "./store";

export type CheckInput = {
  readonly yaml: string;
  readonly cluster?: string | undefined;
  /** The workspace that is being changed: its own name is not taken. */
  readonly workspace?: string | undefined;
};

export type CheckResult = { readonly faults: readonly Fault[]; readonly name_taken: boolean };

/** What the editor shows while a person types. Everything that can be said without asking the cluster. */
export async function checkDocument(call: Call, input: CheckInput): Promise<CheckResult> {
  if (!can(call.actor, "cluster:read")) {
    throw new PortalError("access/forbidden", say("access/no-writing"));
  }
  const cluster = clusterFor(call, peekCluster(input.yaml) ?? input.cluster);
  const reading = parseDocument(input.yaml, { clusterType: cluster.config.type });
  if (!reading.ok) return { faults: reading.faults, name_taken: false };
  if (input.workspace !== undefined) {
    const own = { name: input.workspace, cluster: input.cluster ?? cluster.config.name };
    const [existing] = await findWorkspaces(call.services.db, input.workspace, cluster.config.id);
    const visible = existing && canOn(call.actor, "workspace:read", existing) ? existing : null;
    const denied = await checkAgainstPolicy(call, cluster, reading, visible);
    return { faults: [...identityFaults(reading.document, own), ...denied], name_taken: false };
  }
  const [taken, faults] = await Promise.all([
    findWorkspaces(call.services.db, reading.document.name, cluster.config.id),
    checkAgainstPolicy(call, cluster, reading, null),
  ]);
  return { faults, name_taken: taken.length > 0 };
}
