import type { ClusterType } from "@/lib/provisioning/provider";
import type { TemplateDto } from "@/lib/workspaces/dto";
import type { TemplateVersionDto } from "../dto";
import { parametersOn, templateTypeOf, underlayOn } from "../underlay";
import type { PresentTemplate, TemplateVersion } from "./template-book";

/** With a type of cluster: as it is there. */
export function toTemplateDto({ version, state }: PresentTemplate, type: ClusterType | null): TemplateDto {
  const { template, number, author } = version;
  const { name, title, description, icon, clusterTypes, parameters, document } = template;
  const asked = type && parametersOn(template, type);
  return {
    name,
    title,
    description,
    icon,
    cluster_types: type ? [templateTypeOf(type)] : clusterTypes,
    version: number,
    built_in: author === null,
    hidden: state.hidden,
    deprecated: state.deprecated,
    redirect: state.redirect,
    parameters: asked ? parameters.filter((parameter) => asked.has(parameter.name)) : parameters,
    document: type ? underlayOn(template, type) : document,
  };
}

export const toVersionDto = ({ number, author, message }: TemplateVersion): TemplateVersionDto => ({
  number,
  author: author?.email ?? null,
  at: author?.at.toISOString() ?? null,
  message,
});
