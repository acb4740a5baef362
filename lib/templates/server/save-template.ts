import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { faultError, PortalError, type Fault } from "@/lib/shared/errors";
import { invalid } from "@/lib/workspaces/server/read-input";
import { builtInNumbers, findBuiltIn } from "../built-in";
import type { TemplateDetailDto } from "../dto";
import { parseTemplate } from "../parse";
import type { Template } from "../template";
import { authoriseTemplates } from "./authorise-templates";
import { findTemplate, getTemplate } from "./get-template";
import { findState, insertStored, newestStored, saveState, type TemplateState } from "./template-store";
import { markOutdated } from "./template-workspaces";

export type StateInput = {
  readonly hidden?: boolean | undefined;
  readonly deprecated?: boolean | undefined;
  /** The template to use in its place; null: none. */
  readonly redirect?: string | null | undefined;
};

export type SaveTemplateInput = StateInput & {
  readonly text?: string | undefined;
  readonly message?: string | undefined;
  /** The version that the text was written from. Absent: whatever is there is followed by this one. */
  readonly if_version?: number | undefined;
};

/** Makes a template of a name that is free. Throws `document/invalid` with every fault, `conflict` when there is one of that name. */
export async function createTemplate(
  call: Call,
  input: { readonly text: string; readonly message?: string | undefined },
): Promise<TemplateDetailDto> {
  authoriseTemplates(call, "template:write");
  const template = read(input.text, null);
  const { name } = template;
  if (await call.services.templates.present(name)) throw new PortalError("conflict", say("template/exists", { name }));
  await insert(call, name, { text: input.text, message: input.message });
  return getTemplate(call, name);
}

/**
 * Saves a version, which is in force for new workspaces from then on, or changes what holds for all versions. No workspace that exists is touched:
 * those on an older version are marked. Throws `document/invalid` with every fault, `conflict` when somebody else saved meanwhile.
 */
export async function saveTemplate(call: Call, name: string, input: SaveTemplateInput): Promise<TemplateDetailDto> {
  authoriseTemplates(call, "template:write");
  const { text, message, if_version: expected } = input;
  const { version, state } = await findTemplate(call, name);
  if (text !== undefined) read(text, name);
  const changes = await readState(call, name, state, input);
  if (text === undefined && changes === null) throw invalid([{ path: "", ...say("template/nothing-to-save") }]);
  if (text !== undefined) {
    if (expected !== undefined && expected !== version.number) throw movedOn(name, version.number);
    if (text !== version.text) await insert(call, name, { text, message });
  }
  if (changes) {
    await saveState(call.services.db, name, changes);
    call.services.log.info({ actor: call.actor.email, template: name, ...changes }, "a template was changed");
  }
  return getTemplate(call, name);
}

/** What the editor shows while a person types. `name`: of the template that is being changed. */
export async function checkTemplateText(
  call: Call,
  text: string,
  name: string | null,
): Promise<{ readonly faults: readonly Fault[] }> {
  authoriseTemplates(call, "template:write");
  const reading = parseTemplate(text);
  if (!reading.ok) return { faults: reading.faults };
  const found = reading.template.name;
  if (name !== null) return { faults: found === name ? [] : [otherName(found, name)] };
  const taken = await call.services.templates.present(found);
  return { faults: taken ? [{ path: "name", ...say("template/exists", { name: found }), line: 1, column: 1 }] : [] };
}

/** Throws `document/invalid`. */
export function read(text: string, name: string | null): Template {
  const reading = parseTemplate(text);
  if (!reading.ok) throw invalid(reading.faults);
  const { template } = reading;
  if (name !== null && template.name !== name) throw invalid([otherName(template.name, name)]);
  return template;
}

const otherName = (found: string, name: string): Fault => ({
  path: "name",
  ...say("template/other-name", { found, name }),
});

async function insert(
  { services, actor }: Call,
  name: string,
  { text, message = "" }: { readonly text: string; readonly message?: string | undefined },
): Promise<void> {
  const { db, clock, log } = services;
  const [newest, state] = await Promise.all([newestStored(db, name), findState(db, name)]);
  const before = Math.max(newest?.number ?? 0, state.deletedThrough, findBuiltIn(name) ? builtInNumbers : 0);
  const version = { name, number: before + 1, text, message, authorEmail: actor.email, createdAt: clock.now() };
  if (!(await insertStored(db, version))) throw movedOn(name, version.number);
  log.info({ actor: actor.email, template: name, version: version.number }, "a version of a template was saved");
  await markOutdated(services, name, version.number);
}

const movedOn = (name: string, version: number): PortalError =>
  new PortalError("conflict", say("template/saved-meanwhile", { name, version }), { details: { version } });

/** Null: nothing was asked for. */
async function readState(
  { services }: Call,
  name: string,
  present: TemplateState,
  { hidden, deprecated, redirect }: StateInput,
): Promise<Partial<TemplateState> | null> {
  if (hidden === undefined && deprecated === undefined && redirect === undefined) return null;
  const next = {
    hidden: hidden ?? present.hidden,
    deprecated: deprecated ?? present.deprecated,
    redirect: redirect === undefined ? (deprecated === false ? null : present.redirect) : redirect,
  };
  const all = await services.templates.all();
  const fault = (path: string, said: ReturnType<typeof say>) => faultError("document/invalid", { path, ...said });
  if (next.redirect !== null) {
    const target = all.find(({ version }) => version.name === next.redirect);
    if (!next.deprecated) throw fault("redirect", say("template/redirect-alone"));
    if (next.redirect === name) throw fault("redirect", say("template/redirect-self"));
    if (!target) throw fault("redirect", say("template/redirect-missing", { redirect: next.redirect }));
    if (target.state.deprecated)
      throw fault("redirect", say("template/redirect-deprecated", { redirect: next.redirect }));
  }
  const from = all
    .filter(({ state }) => state.deprecated && state.redirect === name)
    .map(({ version }) => version.name);
  if (next.deprecated && from.length > 0) {
    throw fault("deprecated", say("template/redirected-to", { names: from.join(", "), name }));
  }
  return next;
}
