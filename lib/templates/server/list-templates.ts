import { can } from "@/lib/access/can";
import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { TemplateDto } from "@/lib/workspaces/dto";
import { availableTemplates } from "../built-in";

/** Templates that can be used on a cluster (without a name, the default one): on a local one only those whose program is on the machine. */
export async function listTemplates(call: Call, clusterName: string | undefined): Promise<readonly TemplateDto[]> {
  const { services, actor, signal } = call;
  if (!can(actor, "cluster:read")) throw new PortalError("access/forbidden", say("access/no-clusters"));
  const cluster = clusterName === undefined ? services.clusters.default() : services.clusters.byName(clusterName);
  if (!cluster) throw new PortalError("not-found", say("cluster/not-found", { name: clusterName ?? "" }));
  const facts = cluster.config.type === "local" && cluster.state === "connected" ? await cluster.facts(signal) : {};
  const programs = Array.isArray(facts.programs) ? facts.programs.filter((program) => typeof program === "string") : [];
  return availableTemplates(cluster.config.type, programs);
}
