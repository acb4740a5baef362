import { say } from "@/lib/i18n/say";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Services } from "@/lib/server/services";
import type { Fault } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";
import { joinPath, parsePath } from "@/lib/shared/path";
import { documentFaults, usedAt } from "../check-underlay";
import { fillPlaceholders } from "../placeholders";
import type { Template } from "../template";
import { filledUnderlay, readValues, templateTypeOf, underlayOn } from "../underlay";
import type { PresentTemplate, TemplateVersion } from "./template-book";
import { versionOf, type TemplateUnderlay } from "./use-template";

export type Pinned = {
  /** With `template_version`: what a stored document stands on never moves by itself. */
  readonly document: JsonObject;
  readonly underlay: TemplateUnderlay | null;
  /** There is a newer version than the one it stands on. */
  readonly outdated: boolean;
  readonly faults: readonly Fault[];
};

/**
 * Decides which version of its template a document that somebody writes stands on, and what is wrong with its use. Without `template_version`:
 * the version of `before`, where that is of the same template, else the newest. A deprecated template can only be kept.
 */
export async function pinTemplate(
  { templates }: Pick<Services, "templates">,
  document: JsonObject,
  type: ClusterType,
  before: JsonObject | null,
): Promise<Pinned> {
  const { template: name } = document;
  const none = { document, underlay: null, outdated: false };
  if (typeof name !== "string") return { ...none, faults: withoutTemplate(document) };
  const kept = before?.template === name ? versionOf(before) : null;
  const present = await templates.present(name);
  const refusal = kept === null ? await notToBeUsed(templates, present, name, type) : null;
  if (refusal) return { ...none, faults: [refusal] };
  const number = typeof document.template_version === "number" ? document.template_version : kept;
  const version = number === null ? (present?.version ?? null) : await templates.find(name, number);
  if (!version || !fits(version.template, type)) {
    const newest = present?.version.number ?? kept ?? 1;
    const said = say("template/version-missing", { name, version: number ?? newest, newest });
    return { ...none, faults: [{ path: "template_version", ...said }] };
  }
  const { values, faults } = readValues(version.template, type, document.parameters);
  const wrong = faults.length > 0 ? faults : resultFaults(version, type, values);
  return {
    document: { ...document, template_version: version.number },
    underlay: {
      name,
      version: version.number,
      document: filledUnderlay(version.template, version.number, type, values),
    },
    outdated: present !== null && version.number < present.version.number,
    faults: wrong,
  };
}

function withoutTemplate({ template_version: version, parameters }: JsonObject): readonly Fault[] {
  return [
    ...((version ?? null) === null ? [] : [{ path: "template_version", ...say("template/version-without") }]),
    ...((parameters ?? null) === null ? [] : [{ path: "parameters", ...say("template/parameters-without") }]),
  ];
}

const fits = ({ clusterTypes }: Template, type: ClusterType): boolean => clusterTypes.includes(templateTypeOf(type));

async function notToBeUsed(
  templates: Services["templates"],
  present: PresentTemplate | null,
  name: string,
  type: ClusterType,
): Promise<Fault | null> {
  if (!present || !fits(present.version.template, type)) {
    const all = await templates.all();
    const names = all
      .filter(({ version, state }) => !state.hidden && !state.deprecated && fits(version.template, type))
      .map(({ version }) => version.name);
    return { path: "template", ...say("run/no-such-template", { template: name, type, names: names.join(", ") }) };
  }
  const { deprecated, redirect } = present.state;
  if (!deprecated) return null;
  return {
    path: "template",
    ...(redirect === null
      ? say("template/deprecated-alone", { name })
      : say("template/deprecated", { name, redirect })),
  };
}

/** The values fit the parameters; what they make of the document may not fit all the same. Said of the parameter that decides it. */
function resultFaults(version: TemplateVersion, type: ClusterType, values: Parameters<typeof fillPlaceholders>[1]) {
  const raw = underlayOn(version.template, type);
  return documentFaults(fillPlaceholders(raw, values), type).map((fault): Fault => {
    const [parameter] = usedAt(raw, parsePath(fault.path));
    return {
      path: parameter === undefined ? "template" : joinPath("parameters", parameter),
      ...say("template/result", { path: fault.path, name: version.name, fault }),
    };
  });
}
