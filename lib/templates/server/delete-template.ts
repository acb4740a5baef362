import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { authoriseTemplates } from "./authorise-templates";
import { findTemplate } from "./get-template";
import { findState, saveState } from "./template-store";
import { countWorkspaces, someWorkspace } from "./template-workspaces";

/**
 * Takes away the versions that administrators saved; one that comes with Berth is then as Berth ships it. Refused while live workspaces are made
 * from it. What a deleted workspace was made from is kept for its restore. Throws `not-found`, `conflict`.
 */
export async function deleteTemplate(call: Call, name: string): Promise<void> {
  authoriseTemplates(call, "template:write");
  const { services, actor } = call;
  const { version } = await findTemplate(call, name);
  if (version.author === null) throw new PortalError("conflict", say("template/is-built-in", { name }));
  const redirects = (await services.templates.all())
    .filter(({ state }) => state.redirect === name)
    .map((other) => other.version.name);
  if (redirects.length > 0) {
    throw new PortalError("conflict", say("template/redirected-to", { names: redirects.join(", "), name }));
  }
  const count = await countWorkspaces(services.db, name);
  const workspace = (await someWorkspace(services.db, name)) ?? "";
  if (count === 1) throw new PortalError("conflict", say("template/in-use-one", { workspace, name }));
  if (count > 1) throw new PortalError("conflict", say("template/in-use", { count, name }));
  const { deletedThrough } = await findState(services.db, name);
  await saveState(services.db, name, {
    hidden: false,
    deprecated: false,
    redirect: null,
    deletedThrough: Math.max(deletedThrough, version.number),
  });
  services.log.info({ actor: actor.email, template: name }, "a template was deleted");
}
