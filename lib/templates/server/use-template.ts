import { say } from "@/lib/i18n/say";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Services } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";
import { filledUnderlay, readValues } from "../underlay";

/** What a template lays under one document: its values are put in. */
export type TemplateUnderlay = { readonly name: string; readonly version: number; readonly document: JsonObject };

/** The version that a stored document stands on; workspaces from before there were versions stand on the first. */
export const versionOf = ({ template_version: version }: JsonObject): number =>
  typeof version === "number" ? version : 1;

/**
 * What lies under a stored document, which names the version it stands on: a newer one changes nothing here. Null: it names no template. Throws
 * `document/invalid` when that version is not there any more.
 */
export async function underlayOf(
  { templates }: Pick<Services, "templates">,
  document: JsonObject,
  type: ClusterType,
): Promise<TemplateUnderlay | null> {
  const { template: name, parameters } = document;
  if (typeof name !== "string") return null;
  const version = versionOf(document);
  const found = await templates.find(name, version);
  if (!found) throw new PortalError("document/invalid", say("template/gone", { name, version }));
  const { values } = readValues(found.template, type, parameters);
  return { name, version, document: filledUnderlay(found.template, version, type, values) };
}
