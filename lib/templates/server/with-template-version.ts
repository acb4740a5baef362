import { say } from "@/lib/i18n/say";
import type { Services } from "@/lib/server/services";
import { faultError } from "@/lib/shared/errors";
import { isObject, type JsonObject } from "@/lib/shared/json";
import { readYaml } from "@/lib/shared/yaml";
import { patchYaml } from "@/lib/shared/yaml-patch";
import { versionOf } from "./use-template";

/**
 * The text of a document moved to another version of its template. Values of parameters that this version does not have are taken out; new ones
 * that must be given are told when the text is checked. A text that cannot be read stays as it is. `before` is the stored document.
 */
export async function withTemplateVersion(
  { templates }: Pick<Services, "templates">,
  text: string,
  wanted: number | "latest",
  before: JsonObject,
): Promise<string> {
  const reading = readYaml(text);
  if (!reading.ok || !isObject(reading.value)) return text;
  const { template: name, template_version: written, parameters } = reading.value;
  if (typeof name !== "string")
    throw faultError("document/invalid", { path: "template", ...say("template/version-none") });
  const version = wanted === "latest" ? (await templates.present(name))?.version : await templates.find(name, wanted);
  if (!version) {
    const newest = (await templates.present(name))?.version.number ?? versionOf(before);
    const said = say("template/version-missing", { name, version: wanted === "latest" ? newest : wanted, newest });
    throw faultError("document/invalid", { path: "template_version", ...said });
  }
  const known = new Set(version.template.parameters.map((parameter) => parameter.name));
  const gone = Object.keys(isObject(parameters) ? parameters : {}).filter((parameter) => !known.has(parameter));
  const isThere = written === undefined && before.template === name && versionOf(before) === version.number;
  const moved = isThere ? text : patchYaml(text, ["template_version"], version.number);
  return gone.reduce((result, parameter) => patchYaml(result, ["parameters", parameter], undefined), moved);
}
