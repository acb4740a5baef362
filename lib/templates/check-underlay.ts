import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Fault } from "@/lib/shared/errors";
import { getIn, type Json, type JsonObject } from "@/lib/shared/json";
import { parsePath, type Path } from "@/lib/shared/path";
import { parseDocumentJson } from "@/lib/workspaces/document";
import { fillPlaceholders, findPlaceholders } from "./placeholders";
import type { Parameter, ParameterValues, Template, TemplateClusterType } from "./template";
import { underlayOn } from "./underlay";

type Found = Sayable & { readonly path: Path };

/**
 * Faults of what a template lays under documents, on every type of cluster that it names: with the defaults, and with each choice in turn, so
 * that no form can offer what would then be refused. Texts without a default are known only when somebody writes one.
 */
export function checkUnderlays(template: Template): readonly Found[] {
  const found = template.clusterTypes.flatMap((type) => {
    const base = checkFilled(template, type, samples(template));
    const seen = new Set(base.map(keyOf));
    const others = variants(template).flatMap(({ parameter, value }) =>
      checkFilled(template, type, { ...samples(template), [parameter.name]: value })
        .filter((fault) => !seen.has(keyOf(fault)))
        .map(({ path, ...fault }): Found => ({
          path,
          ...say("template/with-choice", { parameter: parameter.name, value: String(value), fault }),
        })),
    );
    return [...base, ...others];
  });
  return [...new Map(found.map((fault) => [keyOf(fault), fault])).values()];
}

const keyOf = ({ path, message }: Found): string => `${path.join("\0")}\0${message}`;

function samples({ parameters }: Template): ParameterValues {
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      const value = parameter.default ?? sampleOf(parameter);
      return value === null ? [] : [[parameter.name, value] as const];
    }),
  );
}

/** Stands for a value that must be given; null: the parameter may be absent. */
function sampleOf({ type, required, choices, min }: Parameter) {
  if (!required) return null;
  if (type === "number") return min ?? 1;
  if (type === "boolean") return true;
  return choices[0] ?? "x".repeat(Math.max(1, min ?? 1));
}

function variants({ parameters }: Template) {
  return parameters.flatMap((parameter) => {
    const values = parameter.type === "boolean" ? [true, false] : parameter.choices;
    return values.filter((value) => value !== parameter.default).map((value) => ({ parameter, value }));
  });
}

function checkFilled(template: Template, type: TemplateClusterType, values: ParameterValues): readonly Found[] {
  const raw = underlayOn(template, type);
  const unknown = new Set(
    template.parameters
      .filter(
        (parameter) => parameter.default === null && parameter.choices.length === 0 && parameter.type !== "boolean",
      )
      .map(({ name }) => name),
  );
  return documentFaults(fillPlaceholders(raw, values), type).flatMap((fault): readonly Found[] => {
    const path = parsePath(fault.path);
    if (usedAt(raw, path).some((name) => unknown.has(name))) return [];
    return [{ ...fault, path: placeOf(template, type, path) }];
  });
}

/** As a document of its own, with a name that fits. */
export function documentFaults(underlay: JsonObject, clusterType: ClusterType): readonly Fault[] {
  const reading = parseDocumentJson({ ...underlay, name: "a" }, { clusterType });
  return reading.ok ? [] : reading.faults;
}

/** The parameters that decide about the value at a path. */
export const usedAt = (raw: JsonObject, path: Path): readonly string[] =>
  findPlaceholders((getIn(raw, path) ?? null) as Json).flatMap((found) =>
    found.kind === "use" ? [found.parameter] : [],
  );

/** Where it stands in the template's text: a value for one type of cluster lies over the common one. */
function placeOf({ documentOn }: Template, type: TemplateClusterType, path: Path): Path {
  const own = documentOn[type];
  return own && getIn(own, path) !== undefined ? ["document_on", type, ...path] : ["document", ...path];
}
