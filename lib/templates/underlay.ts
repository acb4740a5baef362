import type { ClusterType } from "@/lib/provisioning/provider";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { fillPlaceholders, findPlaceholders } from "./placeholders";
import { readParameters, type ReadValues } from "./parameters";
import type { Template, TemplateClusterType } from "./template";

export const templateTypeOf = (type: ClusterType): TemplateClusterType => (type === "fake" ? "kubernetes" : type);

/** What a template says for one type of cluster, placeholders and all. */
export function underlayOn({ document, documentOn }: Template, type: ClusterType): JsonObject {
  const own = documentOn[templateTypeOf(type)];
  return own ? laidOver(document, own) : document;
}

function laidOver(base: JsonObject, over: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key);
    merged.set(key, isObject(before) && isObject(value) ? laidOver(before, value) : value);
  }
  return Object.fromEntries(merged);
}

/** Names of the parameters that mean something on this type of cluster. */
export const parametersOn = (template: Template, type: ClusterType): ReadonlySet<string> =>
  new Set(
    findPlaceholders(underlayOn(template, type)).flatMap((found) => (found.kind === "use" ? [found.parameter] : [])),
  );

/** The values that a document gives a template, with the defaults of those that it does not give. */
export const readValues = (template: Template, type: ClusterType, given: Json | undefined): ReadValues =>
  readParameters(template.parameters, given, parametersOn(template, type));

/** What lies under a document: the template's own with the values put in, and the values themselves, so that their origin is told too. */
export function filledUnderlay(
  template: Template,
  version: number,
  type: ClusterType,
  values: ReadValues["values"],
): JsonObject {
  const asked = parametersOn(template, type);
  const shown = Object.entries(values).filter(([name]) => asked.has(name));
  return {
    ...fillPlaceholders(underlayOn(template, type), values),
    template_version: version,
    ...(shown.length > 0 ? { parameters: Object.fromEntries(shown) } : {}),
  };
}
