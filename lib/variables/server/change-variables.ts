import { findCluster } from "@/lib/clusters/server/find-cluster";
import { listVariableRecords, writeVariables } from "@/lib/clusters/server/variable-store";
import type { Call } from "@/lib/server/services";
import { refreshSettingsInBackground } from "@/lib/workspaces/server/refresh-settings";
import type { VariablesEffectDto } from "../dto";
import { readChange, type VariablesInput } from "./read-change";

/**
 * Sets and removes variables of a cluster, all or nothing. No running workspace is touched: those that have another value are marked.
 * Throws `document/invalid` with every fault.
 */
export async function changeVariables(
  call: Call,
  clusterName: string,
  input: VariablesInput,
): Promise<Pick<VariablesEffectDto, "changes">> {
  const { services, actor } = call;
  const cluster = findCluster(call, clusterName, "variable:write", "doing/change-variables");
  const stored = await listVariableRecords(services.db, cluster.config.id);
  const { set, remove, changes } = readChange(services, stored, input);
  if (set.length + remove.length > 0) {
    await writeVariables(services.db, cluster.config.id, {
      set: set.map(({ name, value, secret }) => ({
        name,
        secret,
        value: secret ? services.secrets.seal(value) : value,
      })),
      remove,
      by: actor.email,
    });
    const names = { set: set.map(({ name }) => name), removed: remove };
    services.log.info({ actor: actor.email, cluster: clusterName, ...names }, "variables of a cluster were changed");
    refreshSettingsInBackground(services, cluster);
  }
  return { changes };
}
