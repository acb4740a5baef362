import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TemplatesView } from "@/components/templates/templates-view";
import { can } from "@/lib/access/can";
import { pageCall, requirePermission } from "@/lib/access/server/page-actor";
import { listAllTemplates } from "@/lib/templates/server/list-templates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("title") };
}

export default async function TemplatesPage() {
  const actor = await requirePermission("template:read");
  const templates = await listAllTemplates(await pageCall(actor));
  return <TemplatesView templates={templates} mayWrite={can(actor, "template:write")} />;
}
