import { findCluster } from "@/lib/clusters/server/find-cluster";
import { listVariableRecords, markShown } from "@/lib/clusters/server/variable-store";
import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";

/** The value of one secret, for those with `secret:read`. Who was shown it, and when, stands with the variable from then on. */
export async function showVariable(call: Call, clusterName: string, name: string): Promise<{ readonly value: string }> {
  const { services, actor } = call;
  const cluster = findCluster(call, clusterName, "secret:read", "doing/show-secrets");
  const shown = { by: actor.email, at: services.clock.now() };
  const { id } = cluster.config;
  const found = (await listVariableRecords(services.db, id)).find((record) => record.name === name);
  if (!found || !(await markShown(services.db, id, name, shown)))
    throw new PortalError("not-found", say("variable/not-found", { cluster: clusterName, name }));
  services.log.info({ actor: actor.email, cluster: clusterName, name }, "the value of a secret was shown");
  return { value: found.secret ? services.secrets.open(found.value) : found.value };
}
