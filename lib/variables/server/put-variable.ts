import { findCluster } from "@/lib/clusters/server/find-cluster";
import { listVariableRecords } from "@/lib/clusters/server/variable-store";
import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { VariableDto } from "../dto";
import { changeVariables } from "./change-variables";
import { listVariables } from "./list-variables";
import type { VariableInput } from "./read-change";

/** Sets one variable. */
export async function putVariable(call: Call, clusterName: string, input: VariableInput): Promise<VariableDto> {
  await changeVariables(call, clusterName, { variables: [input] });
  const { items } = await listVariables(call, clusterName);
  const saved = items.find(({ name }) => name === input.name);
  if (!saved) throw notFound(clusterName, input.name);
  return saved;
}

export async function deleteVariable(
  call: Call,
  clusterName: string,
  name: string,
): Promise<{ readonly removed: string }> {
  const { services } = call;
  const cluster = findCluster(call, clusterName, "variable:write", "doing/change-variables");
  const stored = await listVariableRecords(services.db, cluster.config.id);
  if (!stored.some((record) => record.name === name)) throw notFound(clusterName, name);
  await changeVariables(call, clusterName, { remove: [name] });
  return { removed: name };
}

const notFound = (cluster: string, name: string): PortalError =>
  new PortalError("not-found", say("variable/not-found", { cluster, name }));
