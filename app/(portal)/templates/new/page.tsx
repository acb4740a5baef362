import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NewTemplateView } from "@/components/templates/lazy";
import { requirePermission } from "@/lib/access/server/page-actor";
import { checkTemplate, createNewTemplate } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("new-title") };
}

export default async function NewTemplatePage() {
  await requirePermission("template:write");
  return <NewTemplateView actions={{ check: checkTemplate, create: createNewTemplate }} />;
}
