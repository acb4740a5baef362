import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { findBuiltIn } from "../built-in";
import type { TemplateDetailDto, TemplateVersionDetailDto, TemplateVersionDto } from "../dto";
import type { TemplateClusterType } from "../template";
import { parametersOn } from "../underlay";
import { authoriseTemplates } from "./authorise-templates";
import type { PresentTemplate, TemplateVersion } from "./template-book";
import { listStored } from "./template-store";
import { toTemplateDto, toVersionDto } from "./to-template-dto";
import { countWorkspaces } from "./template-workspaces";

/** A template with the text of the version in force. Throws `not-found`. */
export async function getTemplate(call: Call, name: string): Promise<TemplateDetailDto> {
  authoriseTemplates(call, "template:read");
  const { services } = call;
  const present = await findTemplate(call, name);
  const [versions, workspaces] = await Promise.all([listVersions(call, present), countWorkspaces(services.db, name)]);
  return { ...toTemplateDto(present, null), text: present.version.text, workspaces, versions };
}

/** Throws `not-found`. */
export async function findTemplate({ services }: Call, name: string): Promise<PresentTemplate> {
  const present = await services.templates.present(name);
  if (!present) throw new PortalError("not-found", say("template/not-found", { name }));
  return present;
}

/** Newest first. */
export async function listTemplateVersions(call: Call, name: string): Promise<readonly TemplateVersionDto[]> {
  authoriseTemplates(call, "template:read");
  return listVersions(call, await findTemplate(call, name));
}

async function listVersions(
  { services }: Call,
  { version: { name }, state }: PresentTemplate,
): Promise<readonly TemplateVersionDto[]> {
  const stored = await listStored(services.db, name);
  const shipped = (findBuiltIn(name)?.texts ?? []).map((_, index) => services.templates.find(name, index + 1));
  const builtIn = (await Promise.all(shipped)).filter(
    (version): version is TemplateVersion => version?.author === null,
  );
  return [
    ...stored
      .filter(({ number }) => number > state.deletedThrough)
      .map(({ number, authorEmail, createdAt, message }) => ({
        number,
        author: authorEmail,
        at: createdAt.toISOString(),
        message,
      })),
    ...builtIn.toReversed().map(toVersionDto),
  ];
}

/** One version with its text. Throws `not-found`. */
export async function getTemplateVersion(call: Call, name: string, number: number): Promise<TemplateVersionDetailDto> {
  authoriseTemplates(call, "template:read");
  const { state } = await findTemplate(call, name);
  const version = Number.isInteger(number) ? await call.services.templates.find(name, number) : null;
  const deleted = version !== null && version.author !== null && version.number <= state.deletedThrough;
  if (!version || deleted) throw new PortalError("not-found", say("template/no-version", { name, number }));
  const { template, text } = version;
  const on = (type: TemplateClusterType) => [...parametersOn(template, type)];
  return {
    ...toVersionDto(version),
    text,
    parameters: template.parameters,
    asked: { kubernetes: on("kubernetes"), docker: on("docker"), local: on("local") },
  };
}
