import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TemplateView } from "@/components/templates/lazy";
import { can } from "@/lib/access/can";
import { pageCall, requirePermission } from "@/lib/access/server/page-actor";
import { isPortalError } from "@/lib/shared/errors";
import { getTemplate } from "@/lib/templates/server/get-template";
import { listAllTemplates } from "@/lib/templates/server/list-templates";
import { checkTemplate, previewTemplateChange, removeTemplate, saveTemplateChange } from "../actions";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).name };
}

export default async function TemplatePage({ params }: Props) {
  const actor = await requirePermission("template:read");
  const call = await pageCall(actor);
  const { name } = await params;
  const [template, all] = await Promise.all([
    getTemplate(call, name).catch((error: unknown) => {
      if (isPortalError(error) && error.code === "not-found") notFound();
      throw error;
    }),
    listAllTemplates(call),
  ]);
  const others = all.filter((other) => other.name !== name && !other.deprecated).map((other) => other.name);
  return (
    // A saved version begins a new draft.
    <TemplateView
      key={template.version}
      template={template}
      others={others}
      mayWrite={can(actor, "template:write")}
      actions={{
        check: checkTemplate,
        preview: previewTemplateChange,
        save: saveTemplateChange,
        remove: removeTemplate,
      }}
    />
  );
}
