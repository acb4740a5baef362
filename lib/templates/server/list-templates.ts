import { can } from "@/lib/access/can";
import { say } from "@/lib/i18n/say";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { TemplateDto } from "@/lib/workspaces/dto";
import { templatePrograms } from "../built-in";
import type { Template } from "../template";
import { templateTypeOf, underlayOn } from "../underlay";
import { authoriseTemplates } from "./authorise-templates";
import { toTemplateDto } from "./to-template-dto";

/**
 * Templates that are offered on a cluster (without a name, the default one): on a local one not those whose program is missing on the machine.
 * None for those who may not make workspaces.
 */
export async function listTemplates(call: Call, clusterName: string | undefined): Promise<readonly TemplateDto[]> {
  const { services, actor, signal } = call;
  if (!can(actor, "cluster:read")) throw new PortalError("access/forbidden", say("access/no-clusters"));
  const cluster = clusterName === undefined ? services.clusters.default() : services.clusters.byName(clusterName);
  if (!cluster) throw new PortalError("not-found", say("cluster/not-found", { name: clusterName ?? "" }));
  authoriseTemplates(call, "template:read");
  const { type } = cluster.config;
  const facts = type === "local" && cluster.state === "connected" ? await cluster.facts(signal) : {};
  const programs = Array.isArray(facts.programs) ? facts.programs.filter((program) => typeof program === "string") : [];
  return (await services.templates.all())
    .filter(({ version, state }) => !state.hidden && !state.deprecated && runsOn(version.template, type, programs))
    .map((present) => toTemplateDto(present, type));
}

/** Every template, hidden and deprecated ones too. */
export async function listAllTemplates(call: Call): Promise<readonly TemplateDto[]> {
  authoriseTemplates(call, "template:read");
  return (await call.services.templates.all()).map((present) => toTemplateDto(present, null));
}

function runsOn(template: Template, type: ClusterType, programs: readonly string[]): boolean {
  if (!template.clusterTypes.includes(templateTypeOf(type))) return false;
  const program = type === "local" ? programOf(template) : null;
  return program === null || !templatePrograms.includes(program) || programs.includes(program);
}

function programOf(template: Template): string | null {
  const { container_config: container } = underlayOn(template, "local");
  const command =
    typeof container === "object" && container !== null && "command" in container ? container.command : null;
  const [first] = Array.isArray(command) ? command : [];
  return typeof first === "string" ? first : null;
}
